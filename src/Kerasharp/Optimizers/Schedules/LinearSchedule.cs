using Kerasharp.Layers;

namespace Kerasharp.Optimizers;

/// <summary>
/// A straight line from one rate to another, which then stays; up or down.
/// </summary>
/// <remarks>PyTorch: <c>torch.optim.lr_scheduler.LinearLR</c>, here by rates instead of factors.</remarks>
/// <example><code>new SGD(new LinearSchedule(0.1, endLearningRate: 0.0, steps: 1000));</code></example>
public sealed class LinearSchedule : LearningRateSchedule
{
    /// <summary>Makes one.</summary>
    /// <param name="initialLearningRate">The rate of step 0, at least 0.</param>
    /// <param name="endLearningRate">The rate at the end, at least 0.</param>
    /// <param name="steps">Over how many steps, at least 1.</param>
    /// <param name="name">The schedule's name.</param>
    public LinearSchedule(double initialLearningRate, double endLearningRate, int steps, string name = "LinearSchedule")
        : base(name)
    {
        InitialLearningRate = Arguments.NotNegative(initialLearningRate, nameof(initialLearningRate));
        EndLearningRate = Arguments.NotNegative(endLearningRate, nameof(endLearningRate));
        Steps = Arguments.Positive(steps, nameof(steps));
    }

    /// <summary>The rate of step 0, at least 0.</summary>
    public double InitialLearningRate { get; }

    /// <summary>The rate at the end, at least 0.</summary>
    public double EndLearningRate { get; }

    /// <summary>Over how many steps, at least 1.</summary>
    public int Steps { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor step) =>
        InitialLearningRate + (EndLearningRate - InitialLearningRate) * (Ops.Minimum(step, Steps) / Steps);
}

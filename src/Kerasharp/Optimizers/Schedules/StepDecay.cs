using Kerasharp.Layers;

namespace Kerasharp.Optimizers;

/// <summary>
/// A fall by a factor every so many steps: <c>initial_learning_rate gamma^floor(step / step_size)</c>.
/// </summary>
/// <remarks>PyTorch: <c>torch.optim.lr_scheduler.StepLR</c>.</remarks>
/// <example><code>new SGD(new StepDecay(0.1, stepSize: 1000));</code></example>
public sealed class StepDecay : LearningRateSchedule
{
    /// <summary>Makes one.</summary>
    /// <param name="initialLearningRate">The rate of step 0, at least 0.</param>
    /// <param name="stepSize">After how many steps the rate falls, at least 1.</param>
    /// <param name="gamma">The factor, at least 0.</param>
    /// <param name="name">The schedule's name.</param>
    public StepDecay(double initialLearningRate, int stepSize, double gamma = 0.1, string name = "StepDecay")
        : base(name)
    {
        InitialLearningRate = Arguments.NotNegative(initialLearningRate, nameof(initialLearningRate));
        StepSize = Arguments.Positive(stepSize, nameof(stepSize));
        Gamma = Arguments.NotNegative(gamma, nameof(gamma));
    }

    /// <summary>The rate of step 0, at least 0.</summary>
    public double InitialLearningRate { get; }

    /// <summary>After how many steps the rate falls, at least 1.</summary>
    public int StepSize { get; }

    /// <summary>The factor, at least 0.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor step) =>
        InitialLearningRate * Ops.Power(Ops.Constant(Gamma, step), Ops.Floor(step / StepSize));
}

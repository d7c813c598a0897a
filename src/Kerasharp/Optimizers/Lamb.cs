using Kerasharp.Saving;

namespace Kerasharp.Optimizers;

/// <summary>
/// LAMB, Adam's step scaled to each weight's norm: <c>u = (m / (1 - beta_1^t)) / (sqrt(v / (1 - beta_2^t)) + epsilon);
/// w = w - learning_rate |w| / |u| u</c>; the ratio is 1 where a norm is 0.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.Lamb</c>; You et al., Large Batch Optimization for Deep Learning (2019).</remarks>
/// <example><code>model.Compile(optimizer: new Lamb(0.01, weightDecay: 0.01), loss: "mse");</code></example>
public sealed class Lamb : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.001 by default.</param>
    /// <param name="beta1">The decay of the gradient's mean, at least 0 and below 1.</param>
    /// <param name="beta2">The decay of the squared gradient's mean, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite, above 0.</param>
    /// <param name="weightDecay">How much of each weight is taken off at every step, times the learning rate; nothing by default.</param>
    /// <param name="clipnorm">The greatest norm of the gradient of a weight, above 0; unlimited by default.</param>
    /// <param name="clipvalue">The greatest size of an element of the gradients, above 0; unlimited by default.</param>
    /// <param name="globalClipnorm">The greatest norm of all gradients together, above 0; unlimited by default.</param>
    /// <param name="useEma">Whether an average of the weights over time is kept, which they become when Fit ends.</param>
    /// <param name="emaMomentum">How much of that average stays at each step, 0 to 1.</param>
    /// <param name="emaOverwriteFrequency">After how many updates the weights become their average while training; never by default.</param>
    /// <param name="lossScaleFactor">By what the loss is multiplied for the gradients, which are divided by it again; 1 by default.</param>
    /// <param name="gradientAccumulationSteps">Over how many batches gradients are averaged for one update, 2 or more; each batch by default.</param>
    /// <param name="name">The optimizer's name.</param>
    public Lamb(
        LearningRateOrSchedule? learningRate = null,
        [KerasName("beta_1")] double beta1 = 0.9,
        [KerasName("beta_2")] double beta2 = 0.999,
        double epsilon = 1e-7,
        double? weightDecay = null,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string name = "lamb"
    )
        : base(
            name,
            learningRate ?? 0.001,
            weightDecay,
            clipnorm,
            clipvalue,
            globalClipnorm,
            useEma,
            emaMomentum,
            emaOverwriteFrequency,
            lossScaleFactor,
            gradientAccumulationSteps
        )
    {
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
        Epsilon = Small(epsilon, nameof(epsilon));
    }

    /// <summary>The decay of the gradient's mean, at least 0 and below 1.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the squared gradient's mean, at least 0 and below 1.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the quotient finite, above 0.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient)
    {
        var (momentum, velocity) = (context.Slot(weight, "momentum"), context.Slot(weight, "velocity"));
        var w = context[weight];
        var m = context[momentum] + (gradient - context[momentum]) * (1 - Beta1);
        var v = context[velocity] + (Ops.Square(gradient) - context[velocity]) * (1 - Beta2);
        var mean = m / context.Computed(context.OneMinusPower(Beta1));
        var step = mean / (Ops.Sqrt(v / context.Computed(context.OneMinusPower(Beta2))) + Epsilon);
        var (length, stepLength) = (Norm(w), Norm(step));
        var usable = Ops.LogicalAnd(Ops.Greater(length, 0), Ops.Greater(stepLength, 0));
        var ratio = Ops.Where(usable, length / stepLength, context.Constant(1));
        context.Assign(momentum, m);
        context.Assign(velocity, v);
        context.Assign(weight, w - ratio * context.LearningRate * step);
    }

    private static SymbolicTensor Norm(SymbolicTensor x) => Ops.Sqrt(Ops.Sum(Ops.Square(x)));
}

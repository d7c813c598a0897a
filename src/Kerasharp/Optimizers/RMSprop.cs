using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Optimizers;

/// <summary>
/// RMSprop: <c>v = rho v + (1 - rho) g²; w = w - learning_rate g / sqrt(v + epsilon)</c>; centred, the square of the mean gradient is
/// taken off v; with momentum, <c>m = momentum m + step; w = w - m</c>.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.RMSprop</c>; Tieleman and Hinton, Lecture 6.5 (2012). Epsilon stands inside the root.</remarks>
/// <example><code>model.Compile(optimizer: new RMSprop(1e-4, momentum: 0.9), loss: "mse");</code></example>
public sealed class RMSprop : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.001 by default.</param>
    /// <param name="rho">The decay of the squared gradient's mean, at least 0 and below 1.</param>
    /// <param name="momentum">How much of the last step is kept, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite, above 0.</param>
    /// <param name="centered">Whether the variance of gradients takes the place of their mean square.</param>
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
    public RMSprop(
        LearningRateOrSchedule? learningRate = null,
        double rho = 0.9,
        double momentum = 0.0,
        double epsilon = 1e-7,
        bool centered = false,
        double? weightDecay = null,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string name = "rmsprop"
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
        Rho = Fraction(rho, nameof(rho));
        Momentum = Fraction(momentum, nameof(momentum));
        Epsilon = Small(epsilon, nameof(epsilon));
        Centered = centered;
    }

    /// <summary>The decay of the squared gradient's mean, at least 0 and below 1.</summary>
    public double Rho { get; }

    /// <summary>How much of the last step is kept, at least 0 and below 1.</summary>
    public double Momentum { get; }

    /// <summary>Keeps the quotient finite, above 0.</summary>
    public double Epsilon { get; }

    /// <summary>Whether the variance of gradients takes the place of their mean square.</summary>
    public bool Centered { get; }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient)
    {
        string[] slots = Centered ? ["velocity", "average_gradient"] : ["velocity"];
        if (Momentum > 0)
            slots = [.. slots, "momentum"];
        string rule = (Centered, Momentum > 0) switch
        {
            (false, false) => RmsPropRule.Operator,
            (false, true) => RmsPropMomentumRule.Operator,
            (true, false) => CenteredRmsPropRule.Operator,
            (true, true) => CenteredRmsPropMomentumRule.Operator,
        };
        context.UpdateByRule(rule, weight, gradient, slots, () => Parameters(context));
    }

    private SymbolicTensor[] Parameters(OptimizerContext context)
    {
        SymbolicTensor[] always =
        [
            context.LearningRate,
            context.Constant(Rho),
            context.Constant(1 - Rho),
            context.Constant(Epsilon),
        ];
        return Momentum > 0 ? [.. always, context.Constant(Momentum)] : always;
    }
}

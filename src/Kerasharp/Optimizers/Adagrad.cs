using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Optimizers;

/// <summary>
/// Adagrad: <c>a = a + g²; w = w - learning_rate g / sqrt(a + epsilon)</c>; a begins with a value above 0.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.Adagrad</c>; Duchi et al., Adaptive Subgradient Methods (2011).</remarks>
/// <example><code>model.Compile(optimizer: new Adagrad(0.1), loss: "mse");</code></example>
public sealed class Adagrad : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.001 by default.</param>
    /// <param name="initialAccumulatorValue">What the sum of squares begins with, at least 0.</param>
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
    public Adagrad(
        LearningRateOrSchedule? learningRate = null,
        double initialAccumulatorValue = 0.1,
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
        string name = "adagrad"
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
        InitialAccumulatorValue = Arguments.NotNegative(initialAccumulatorValue, nameof(initialAccumulatorValue));
        Epsilon = Small(epsilon, nameof(epsilon));
    }

    /// <summary>What the sum of squares begins with, at least 0.</summary>
    public double InitialAccumulatorValue { get; }

    /// <summary>Keeps the quotient finite, above 0.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
        context.UpdateByRule(
            AdagradRule.Operator,
            weight,
            gradient,
            [context.Slot(weight, "accumulator", new Constant(InitialAccumulatorValue))],
            () => [context.LearningRate, context.Constant(Epsilon)]
        );
}

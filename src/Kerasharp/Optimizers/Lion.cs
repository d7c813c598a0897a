using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Saving;

namespace Kerasharp.Optimizers;

/// <summary>
/// Lion, steps by sign: <c>w = w - learning_rate sign(beta_1 m + (1 - beta_1) g); m = beta_2 m + (1 - beta_2) g</c>.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.Lion</c>; Chen et al., Symbolic Discovery of Optimization Algorithms (2023). Rates are a third to a tenth of
/// Adam's.</remarks>
/// <example><code>model.Compile(optimizer: new Lion(1e-4, weightDecay: 0.01), loss: "mse");</code></example>
public sealed class Lion : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.001 by default.</param>
    /// <param name="beta1">How much the mean counts in a step's direction, above 0 and at most 1.</param>
    /// <param name="beta2">The decay of the gradient's mean, at least 0 and below 1.</param>
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
    public Lion(
        LearningRateOrSchedule? learningRate = null,
        [KerasName("beta_1")] double beta1 = 0.9,
        [KerasName("beta_2")] double beta2 = 0.99,
        double? weightDecay = null,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string name = "lion"
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
        Beta1 = Share(beta1);
        Beta2 = Fraction(beta2, nameof(beta2));
    }

    /// <summary>How much the mean counts in a step's direction, above 0 and at most 1.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the gradient's mean, at least 0 and below 1.</summary>
    public double Beta2 { get; }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
        context.UpdateByRule(
            LionRule.Operator,
            weight,
            gradient,
            ["momentum"],
            () =>
                [
                    context.LearningRate,
                    context.Constant(Beta1),
                    context.Constant(1 - Beta1),
                    context.Constant(Beta2),
                    context.Constant(1 - Beta2),
                ]
        );

    private static double Share(double beta1) =>
        beta1 is > 0 and <= 1
            ? beta1
            : throw new ArgumentOutOfRangeException(
                nameof(beta1),
                FormattableString.Invariant(
                    $"beta1 of {beta1} came; above 0 and at most 1 was expected. Keras's is 0.9."
                )
            );
}

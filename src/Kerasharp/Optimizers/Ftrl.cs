using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Optimizers;

/// <summary>
/// Follow the regularized leader, for wide models: with <c>g' = g + 2 shrinkage w</c>, <c>n' = n + g²</c> and p the negative power,
/// <c>z = z + g' - (n'^p - n^p) / learning_rate w; w = (clip(z, -l1, l1) - z) / (n'^p / learning_rate + 2 l2 + beta / learning_rate)</c>.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.Ftrl</c>; McMahan et al., Ad Click Prediction: a View from the Trenches (2013).</remarks>
/// <example><code>model.Compile(optimizer: new Ftrl(0.1, l1RegularizationStrength: 0.01), loss: "mse");</code></example>
public sealed class Ftrl : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.001 by default.</param>
    /// <param name="learningRatePower">By which power the rate falls with the sum of squares, at most 0.</param>
    /// <param name="initialAccumulatorValue">What the sum of squares begins with, at least 0.</param>
    /// <param name="l1RegularizationStrength">The L1 penalty, at least 0.</param>
    /// <param name="l2RegularizationStrength">The L2 penalty, at least 0.</param>
    /// <param name="l2ShrinkageRegularizationStrength">An L2 penalty on the gradient alone, at least 0.</param>
    /// <param name="beta">Added to the L2 penalty as beta / (2 learning_rate).</param>
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
    public Ftrl(
        LearningRateOrSchedule? learningRate = null,
        double learningRatePower = -0.5,
        double initialAccumulatorValue = 0.1,
        double l1RegularizationStrength = 0.0,
        double l2RegularizationStrength = 0.0,
        double l2ShrinkageRegularizationStrength = 0.0,
        double beta = 0.0,
        double? weightDecay = null,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string name = "ftrl"
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
        LearningRatePower = NotPositive(learningRatePower);
        InitialAccumulatorValue = Arguments.NotNegative(initialAccumulatorValue, nameof(initialAccumulatorValue));
        L1RegularizationStrength = Arguments.NotNegative(l1RegularizationStrength, nameof(l1RegularizationStrength));
        L2RegularizationStrength = Arguments.NotNegative(l2RegularizationStrength, nameof(l2RegularizationStrength));
        L2ShrinkageRegularizationStrength = Arguments.NotNegative(
            l2ShrinkageRegularizationStrength,
            nameof(l2ShrinkageRegularizationStrength)
        );
        Beta = Arguments.Finite(beta, nameof(beta));
    }

    /// <summary>By which power the rate falls with the sum of squares, at most 0.</summary>
    public double LearningRatePower { get; }

    /// <summary>What the sum of squares begins with, at least 0.</summary>
    public double InitialAccumulatorValue { get; }

    /// <summary>The L1 penalty, at least 0.</summary>
    public double L1RegularizationStrength { get; }

    /// <summary>The L2 penalty, at least 0.</summary>
    public double L2RegularizationStrength { get; }

    /// <summary>An L2 penalty on the gradient alone, at least 0.</summary>
    public double L2ShrinkageRegularizationStrength { get; }

    /// <summary>Added to the L2 penalty as beta / (2 learning_rate).</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
        context.UpdateByRule(
            FtrlRule.Operator,
            weight,
            gradient,
            [
                context.Slot(weight, "accumulator", new Constant(InitialAccumulatorValue)),
                context.Slot(weight, "linear"),
            ],
            () =>
                [
                    context.LearningRate,
                    context.Constant(-LearningRatePower),
                    context.Constant(L1RegularizationStrength),
                    2 * L2RegularizationStrength + Beta / context.LearningRate,
                    context.Constant(2 * L2ShrinkageRegularizationStrength),
                ]
        );

    private static double NotPositive(double learningRatePower) =>
        learningRatePower <= 0
            ? learningRatePower
            : throw new ArgumentOutOfRangeException(
                nameof(learningRatePower),
                FormattableString.Invariant(
                    $"learningRatePower of {learningRatePower} came; 0 or less was expected. Keras's is -0.5."
                )
            );
}

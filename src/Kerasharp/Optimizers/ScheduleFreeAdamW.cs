using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Saving;

namespace Kerasharp.Optimizers;

/// <summary>
/// AdamW without a schedule of the rate: gradients are taken at a point between a fast one z and the average x of all z.
/// <c>v = v + (g² - v)(1 - beta_2); z = z - learning_rate g / (sqrt(v / (1 - beta_2^t)) + epsilon);
/// x = x + (z - x) / t; w = (1 - beta_1) z + beta_1 x</c>.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.ScheduleFreeAdamW</c>; Defazio et al., The Road Less Scheduled (2024). The weights are the point at which
/// gradients are taken, as in Keras.</remarks>
/// <example><code>model.Compile(optimizer: new ScheduleFreeAdamW(warmupSteps: 100), loss: "mse");</code></example>
public sealed class ScheduleFreeAdamW : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.0025 by default.</param>
    /// <param name="beta1">How much the average counts in the weights, at least 0 and below 1.</param>
    /// <param name="beta2">The decay of the squared gradient's mean, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite, above 0.</param>
    /// <param name="warmupSteps">Over how many updates the rate grows to its full size, at least 0.</param>
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
    public ScheduleFreeAdamW(
        LearningRateOrSchedule? learningRate = null,
        [KerasName("beta_1")] double beta1 = 0.9,
        [KerasName("beta_2")] double beta2 = 0.999,
        double epsilon = 1e-8,
        int warmupSteps = 0,
        double? weightDecay = null,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string name = "schedule_free_adamw"
    )
        : base(
            name,
            learningRate ?? 0.0025,
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
        WarmupSteps = (int)Arguments.NotNegative(warmupSteps, nameof(warmupSteps));
    }

    /// <summary>How much the average counts in the weights, at least 0 and below 1.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the squared gradient's mean, at least 0 and below 1.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the quotient finite, above 0.</summary>
    public double Epsilon { get; }

    /// <summary>Over how many updates the rate grows to its full size, at least 0.</summary>
    public int WarmupSteps { get; }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
        context.UpdateByRule(
            ScheduleFreeRule.Operator,
            weight,
            gradient,
            [
                // The fast point begins where the weight is.
                context.Slot(weight, "momentum", Initializer.From(_ => Elements(weight))),
                context.Slot(weight, "velocity"),
            ],
            () => Parameters(context)
        );

    private SymbolicTensor[] Parameters(OptimizerContext context)
    {
        var rate = context.LearningRate;
        if (WarmupSteps > 0)
            rate *= Ops.Minimum(context.Step / WarmupSteps, 1);
        var share = 1 / context.Step;
        return
        [
            rate,
            context.Constant(1 - Beta2),
            context.Computed(1 / context.OneMinusPower(Beta2)),
            context.Constant(Epsilon),
            context.Constant(1 - Beta1),
            (1 - Beta1) + Beta1 * share,
            1 - share,
        ];
    }

    private static float[] Elements(Weight weight)
    {
        var value = weight.GetValue();
        var elements = new float[value.FlattenedLength];
        value.FlattenTo(elements);
        return elements;
    }
}

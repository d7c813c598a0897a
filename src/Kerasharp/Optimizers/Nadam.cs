using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Saving;

namespace Kerasharp.Optimizers;

/// <summary>
/// Adam with Nesterov's momentum: <c>m = m + (g - m)(1 - beta_1); v = v + (g² - v)(1 - beta_2);
/// w = w - learning_rate (u' m / (1 - p u') + (1 - u) g / (1 - p)) / (sqrt(v / (1 - beta_2^t)) + epsilon)</c>
/// with <c>u = beta_1 (1 - 0.96^t / 2)</c>, u' that of the next step, and p the product of all u so far.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.Nadam</c>; Dozat, Incorporating Nesterov Momentum into Adam (2015).</remarks>
/// <example><code>model.Compile(optimizer: "nadam", loss: "mse");</code></example>
public sealed class Nadam : Optimizer
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
    public Nadam(
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
        string name = "nadam"
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
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
        context.UpdateByRule(NadamRule.Operator, weight, gradient, ["momentum", "velocity"], () => Parameters(context));

    private SymbolicTensor[] Parameters(OptimizerContext context)
    {
        var product = context.Variable("u_product", 1.0);
        var step = Ops.Cast(context.Step, ElementType.Float64);
        var (now, next) = (Momentum(step), Momentum(step + 1));
        var soFar = Ops.Cast(context[product], ElementType.Float64) * now;
        context.Assign(product, Ops.Cast(soFar, ElementType.Float32));
        return
        [
            context.LearningRate * context.Computed(next / (1 - soFar * next)),
            context.LearningRate * context.Computed((1 - now) / (1 - soFar)),
            context.Computed(1 / context.OneMinusPower(Beta2)),
            context.Constant(1 - Beta1),
            context.Constant(1 - Beta2),
            context.Constant(Epsilon),
        ];
    }

    private SymbolicTensor Momentum(SymbolicTensor step) =>
        Beta1 * (1 - 0.5 * Ops.Power(Ops.Constant(0.96, step), step));
}

using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Saving;

namespace Kerasharp.Optimizers;

/// <summary>
/// Adam, in Keras's form: <c>m = m + (g - m)(1 - beta_1); v = v + (g² - v)(1 - beta_2);
/// w = w - alpha m / (sqrt(v) + epsilon)</c> with <c>alpha = learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t)</c>.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.Adam</c>; Kingma and Ba, Adam: A Method for Stochastic Optimization (2014). PyTorch's epsilon stands inside
/// the bias correction, Keras's outside.</remarks>
/// <example><code>model.Compile(optimizer: new Adam(1e-4), loss: "mse");</code></example>
public class Adam : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.001 by default.</param>
    /// <param name="beta1">The decay of the gradient's mean, at least 0 and below 1.</param>
    /// <param name="beta2">The decay of the squared gradient's mean, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite, above 0.</param>
    /// <param name="amsgrad">Whether the greatest mean square so far is used instead of the present one.</param>
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
    public Adam(
        LearningRateOrSchedule? learningRate = null,
        [KerasName("beta_1")] double beta1 = 0.9,
        [KerasName("beta_2")] double beta2 = 0.999,
        double epsilon = 1e-7,
        bool amsgrad = false,
        double? weightDecay = null,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string name = "adam"
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
        Amsgrad = amsgrad;
    }

    /// <summary>The decay of the gradient's mean, at least 0 and below 1.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the squared gradient's mean, at least 0 and below 1.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the quotient finite, above 0.</summary>
    public double Epsilon { get; }

    /// <summary>Whether the greatest mean square so far is used instead of the present one.</summary>
    public bool Amsgrad { get; }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
        context.UpdateByRule(
            Amsgrad ? AmsgradRule.Operator : AdamRule.Operator,
            weight,
            gradient,
            Amsgrad ? ["momentum", "velocity", "velocity_hat"] : ["momentum", "velocity"],
            () => Parameters(context, context.LearningRate, Beta1, Beta2, Epsilon)
        );

    /// <summary>The rule's parameters, of which the first has the learning rate and the bias corrections.</summary>
    internal static SymbolicTensor[] Parameters(
        OptimizerContext context,
        SymbolicTensor rate,
        double beta1,
        double beta2,
        double epsilon
    )
    {
        var correction = Ops.Sqrt(context.OneMinusPower(beta2)) / context.OneMinusPower(beta1);
        return
        [
            rate * context.Computed(correction),
            context.Constant(1 - beta1),
            context.Constant(1 - beta2),
            context.Constant(epsilon),
        ];
    }
}

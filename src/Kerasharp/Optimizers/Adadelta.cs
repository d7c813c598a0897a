using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Optimizers;

/// <summary>
/// Adadelta: <c>a = rho a + (1 - rho) g²; d = -sqrt(b + epsilon) g / sqrt(a + epsilon); b = rho b + (1 - rho) d²;
/// w = w + learning_rate d</c>.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.Adadelta</c>; Zeiler, ADADELTA (2012), whose rate is 1.</remarks>
/// <example><code>model.Compile(optimizer: new Adadelta(1.0), loss: "mse");</code></example>
public sealed class Adadelta : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.001 by default.</param>
    /// <param name="rho">The decay of both means, at least 0 and below 1.</param>
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
    public Adadelta(
        LearningRateOrSchedule? learningRate = null,
        double rho = 0.95,
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
        string name = "adadelta"
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
        Epsilon = Small(epsilon, nameof(epsilon));
    }

    /// <summary>The decay of both means, at least 0 and below 1.</summary>
    public double Rho { get; }

    /// <summary>Keeps the quotient finite, above 0.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
        context.UpdateByRule(
            AdadeltaRule.Operator,
            weight,
            gradient,
            ["accumulated_grad", "accumulated_delta_var"],
            () => [context.LearningRate, context.Constant(Rho), context.Constant(1 - Rho), context.Constant(Epsilon)]
        );
}

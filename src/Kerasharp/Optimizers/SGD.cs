using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Optimizers;

/// <summary>
/// Gradient descent, with momentum if wished: <c>v = momentum v - learning_rate g; w = w + v</c>, or with Nesterov's look ahead
/// <c>w = w + momentum v - learning_rate g</c>.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.SGD</c>.</remarks>
/// <example><code>model.Compile(optimizer: new SGD(0.05, momentum: 0.9), loss: "mse");</code></example>
public sealed class SGD : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.01 by default.</param>
    /// <param name="momentum">How much of the last step is kept, at least 0 and below 1.</param>
    /// <param name="nesterov">Whether the gradient's step looks ahead.</param>
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
    public SGD(
        LearningRateOrSchedule? learningRate = null,
        double momentum = 0.0,
        bool nesterov = false,
        double? weightDecay = null,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string name = "SGD"
    )
        : base(
            name,
            learningRate ?? 0.01,
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
        Momentum = Fraction(momentum, nameof(momentum));
        Nesterov = nesterov;
    }

    /// <summary>How much of the last step is kept, at least 0 and below 1.</summary>
    public double Momentum { get; }

    /// <summary>Whether the gradient's step looks ahead.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient)
    {
        if (Momentum == 0)
            context.UpdateByRule(
                SgdRule.Operator,
                weight,
                gradient,
                Array.Empty<string>(),
                () => [context.LearningRate]
            );
        else
            context.UpdateByRule(
                Nesterov ? NesterovRule.Operator : MomentumRule.Operator,
                weight,
                gradient,
                ["momentum"],
                () => [context.LearningRate, context.Constant(Momentum)]
            );
    }
}

using Kerasharp.Saving;

namespace Kerasharp.Optimizers;

/// <summary>Adam with weights that decay apart from their gradients: <c>w = w - learning_rate weight_decay w</c> before each of Adam's steps.</summary>
/// <remarks>Keras: <c>keras.optimizers.AdamW</c>; Loshchilov and Hutter, Decoupled Weight Decay Regularization (2017). PyTorch's default decay
/// is 0.01.</remarks>
/// <example><code>model.Compile(optimizer: new AdamW(1e-4, weightDecay: 0.01), loss: "mse");</code></example>
public sealed class AdamW : Adam
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.001 by default.</param>
    /// <param name="weightDecay">How much of each weight is taken off at every step, times the learning rate; 0.004 by default.</param>
    /// <param name="beta1">The decay of the gradient's mean, at least 0 and below 1.</param>
    /// <param name="beta2">The decay of the squared gradient's mean, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite, above 0.</param>
    /// <param name="amsgrad">Whether the greatest mean square so far is used instead of the present one.</param>
    /// <param name="clipnorm">The greatest norm of the gradient of a weight, above 0; unlimited by default.</param>
    /// <param name="clipvalue">The greatest size of an element of the gradients, above 0; unlimited by default.</param>
    /// <param name="globalClipnorm">The greatest norm of all gradients together, above 0; unlimited by default.</param>
    /// <param name="useEma">Whether an average of the weights over time is kept, which they become when Fit ends.</param>
    /// <param name="emaMomentum">How much of that average stays at each step, 0 to 1.</param>
    /// <param name="emaOverwriteFrequency">After how many updates the weights become their average while training; never by default.</param>
    /// <param name="lossScaleFactor">By what the loss is multiplied for the gradients, which are divided by it again; 1 by default.</param>
    /// <param name="gradientAccumulationSteps">Over how many batches gradients are averaged for one update, 2 or more; each batch by default.</param>
    /// <param name="name">The optimizer's name.</param>
    public AdamW(
        LearningRateOrSchedule? learningRate = null,
        double weightDecay = 0.004,
        [KerasName("beta_1")] double beta1 = 0.9,
        [KerasName("beta_2")] double beta2 = 0.999,
        double epsilon = 1e-7,
        bool amsgrad = false,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string name = "adamw"
    )
        : base(
            learningRate,
            beta1,
            beta2,
            epsilon,
            amsgrad,
            weightDecay,
            clipnorm,
            clipvalue,
            globalClipnorm,
            useEma,
            emaMomentum,
            emaOverwriteFrequency,
            lossScaleFactor,
            gradientAccumulationSteps,
            name
        ) { }
}

using Kerasharp.Saving;

namespace Kerasharp.Optimizers;

/// <summary>
/// Adafactor, which keeps means of squares for rows and columns alone: <c>r = b r + (1 - b) mean(g² + epsilon_1)</c> over columns, c over
/// rows, with <c>b = 1 - t^beta_2_decay</c>; <c>v = r c / mean(r)</c> (of vectors, v itself is kept); <c>u = g / sqrt(v)</c>;
/// <c>w = w - max(epsilon_2, rms(w)) min(learning_rate, 1 / sqrt(t)) u / max(1, rms(u) / clip_threshold)</c>.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.Adafactor</c>; Shazeer and Stern (2018). As in Keras, the rate is never above 1 / sqrt(t): relativeStep bounds a
/// rate that is bounded anyway, and changes no number.</remarks>
/// <example><code>model.Compile(optimizer: new Adafactor(0.01), loss: "mse");</code></example>
public sealed class Adafactor : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.001 by default.</param>
    /// <param name="beta2Decay">The power by which the decay of means of squares nears 1, below 0.</param>
    /// <param name="epsilon1">Added to squares, above 0.</param>
    /// <param name="epsilon2">The least size of a weight that steps go by, above 0.</param>
    /// <param name="clipThreshold">The greatest root mean square of a step before the rate, above 0.</param>
    /// <param name="relativeStep">Whether a rate that is a number is bounded by 1 / sqrt(t).</param>
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
    public Adafactor(
        LearningRateOrSchedule? learningRate = null,
        [KerasName("beta_2_decay")] double beta2Decay = -0.8,
        [KerasName("epsilon_1")] double epsilon1 = 1e-30,
        [KerasName("epsilon_2")] double epsilon2 = 1e-3,
        double clipThreshold = 1.0,
        bool relativeStep = true,
        double? weightDecay = null,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string name = "adafactor"
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
        Beta2Decay = Negative(beta2Decay);
        Epsilon1 = Small(epsilon1, nameof(epsilon1));
        Epsilon2 = Small(epsilon2, nameof(epsilon2));
        ClipThreshold = Small(clipThreshold, nameof(clipThreshold));
        RelativeStep = relativeStep;
    }

    /// <summary>The power by which the decay of means of squares nears 1, below 0.</summary>
    public double Beta2Decay { get; }

    /// <summary>Added to squares, above 0.</summary>
    public double Epsilon1 { get; }

    /// <summary>The least size of a weight that steps go by, above 0.</summary>
    public double Epsilon2 { get; }

    /// <summary>The greatest root mean square of a step before the rate, above 0.</summary>
    public double ClipThreshold { get; }

    /// <summary>Whether a rate that is a number is bounded by 1 / sqrt(t).</summary>
    public bool RelativeStep { get; }

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient)
    {
        var rate = context.LearningRate;
        var bound = 1 / Ops.Sqrt(context.Step);
        if (RelativeStep && Schedule is null)
            rate = Ops.Minimum(rate, bound);
        var alpha = Ops.Maximum(Rms(context[weight]), Epsilon2) * Ops.Minimum(rate, bound);
        // b = 1 - t^beta_2_decay counts what was, its difference from 1 what comes.
        var fresh = Ops.Power(context.Step, Beta2Decay);
        var square = Ops.Square(gradient) + Epsilon1;
        var step = gradient / Ops.Sqrt(weight.Shape.Rank < 2 ? Whole() : Factored());
        var clipped = step / Ops.Maximum(Rms(step) / ClipThreshold, 1);
        context.Assign(weight, context[weight] - alpha * clipped);

        SymbolicTensor Whole() => Mean(context.Slot(weight, "velocity"), square);

        SymbolicTensor Factored()
        {
            var dims = weight.Shape.ToArray();
            var row = Mean(context.Slot(weight, "r", dims[..^1]), Ops.Mean(square, -1));
            var column = Mean(context.Slot(weight, "c", [.. dims[..^2], dims[^1]]), Ops.Mean(square, -2));
            var share = row / Ops.Mean(row, -1, keepDims: true);
            return Ops.ExpandDims(share, -1) * Ops.ExpandDims(column, -2);
        }

        SymbolicTensor Mean(Weight slot, SymbolicTensor value)
        {
            var mean = (1 - fresh) * context[slot] + fresh * value;
            context.Assign(slot, mean);
            return mean;
        }
    }

    private static SymbolicTensor Rms(SymbolicTensor x) => Ops.Sqrt(Ops.Mean(Ops.Square(x)));

    private static double Negative(double beta2Decay) =>
        beta2Decay < 0
            ? beta2Decay
            : throw new ArgumentOutOfRangeException(
                nameof(beta2Decay),
                FormattableString.Invariant(
                    $"beta2Decay of {beta2Decay} came; a number below 0 was expected. Keras's is -0.8."
                )
            );
}

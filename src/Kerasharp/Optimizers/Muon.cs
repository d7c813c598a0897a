using System.Text.RegularExpressions;
using Kerasharp.Layers;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Saving;

namespace Kerasharp.Optimizers;

/// <summary>
/// Muon, momentum made orthogonal: <c>m = momentum m + g</c>, and by Nesterov <c>u = g + momentum m</c>; u is divided by its norm and goes
/// <c>ns_steps</c> times through <c>A = u uᵀ; u = a u + (b A + c A A) u</c>; <c>w = w - learning_rate rms_rate sqrt(max(rows, columns)) u</c>.
/// Weights that are no matrices, embeddings, and what is excluded take Adam's step.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.Muon</c>; Jordan et al., Muon: An optimizer for hidden layers (2024).</remarks>
/// <example><code>model.Compile(optimizer: new Muon(0.02, excludeLayers: ["output"]), loss: "mse");</code></example>
public sealed class Muon : Optimizer
{
    /// <summary>Makes one.</summary>
    /// <param name="learningRate">How far each step goes, above 0, or a schedule; 0.001 by default.</param>
    /// <param name="adamBeta1">Adam's decay of the gradient's mean, at least 0 and below 1.</param>
    /// <param name="adamBeta2">Adam's decay of the squared gradient's mean, at least 0 and below 1.</param>
    /// <param name="adamWeightDecay">The decay of weights that take Adam's step, times the learning rate, or null.</param>
    /// <param name="epsilon">Keeps the quotient finite, above 0.</param>
    /// <param name="weightDecay">How much of each weight is taken off at every step, times the learning rate; 0.004 by default.</param>
    /// <param name="clipnorm">The greatest norm of the gradient of a weight, above 0; unlimited by default.</param>
    /// <param name="clipvalue">The greatest size of an element of the gradients, above 0; unlimited by default.</param>
    /// <param name="globalClipnorm">The greatest norm of all gradients together, above 0; unlimited by default.</param>
    /// <param name="useEma">Whether an average of the weights over time is kept, which they become when Fit ends.</param>
    /// <param name="emaMomentum">How much of that average stays at each step, 0 to 1.</param>
    /// <param name="emaOverwriteFrequency">After how many updates the weights become their average while training; never by default.</param>
    /// <param name="lossScaleFactor">By what the loss is multiplied for the gradients, which are divided by it again; 1 by default.</param>
    /// <param name="gradientAccumulationSteps">Over how many batches gradients are averaged for one update, 2 or more; each batch by default.</param>
    /// <param name="excludeLayers">Regular expressions; weights in whose path one occurs take Adam's step.</param>
    /// <param name="excludeEmbeddings">Whether weights with <c>embedding</c> in their path take Adam's step.</param>
    /// <param name="muonA">The iteration's first coefficient.</param>
    /// <param name="muonB">Its second.</param>
    /// <param name="muonC">Its third.</param>
    /// <param name="adamLrRatio">By what the learning rate is multiplied for Adam's step, above 0.</param>
    /// <param name="momentum">How much of the last momentum is kept, at least 0 and below 1.</param>
    /// <param name="nsSteps">How often the iteration goes, at least 1.</param>
    /// <param name="nesterov">Whether the gradient's step looks ahead.</param>
    /// <param name="rmsRate">The root mean square of a step for a rate of 1; null for the iteration's own size.</param>
    /// <param name="name">The optimizer's name.</param>
    public Muon(
        LearningRateOrSchedule? learningRate = null,
        [KerasName("adam_beta_1")] double adamBeta1 = 0.9,
        [KerasName("adam_beta_2")] double adamBeta2 = 0.999,
        double? adamWeightDecay = 0.004,
        double epsilon = 1e-7,
        double? weightDecay = 0.004,
        double? clipnorm = null,
        double? clipvalue = null,
        double? globalClipnorm = null,
        bool useEma = false,
        double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null,
        string[]? excludeLayers = null,
        bool excludeEmbeddings = true,
        double muonA = 3.4445,
        double muonB = -4.7750,
        double muonC = 2.0315,
        double adamLrRatio = 1.0,
        double momentum = 0.95,
        int nsSteps = 5,
        bool nesterov = true,
        double? rmsRate = 0.2,
        string name = "muon"
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
        AdamBeta1 = Fraction(adamBeta1, nameof(adamBeta1));
        AdamBeta2 = Fraction(adamBeta2, nameof(adamBeta2));
        AdamWeightDecay = adamWeightDecay is { } decay ? Arguments.NotNegative(decay, nameof(adamWeightDecay)) : null;
        Epsilon = Small(epsilon, nameof(epsilon));
        ExcludeLayers = excludeLayers ?? [];
        ExcludeEmbeddings = excludeEmbeddings;
        MuonA = Arguments.Finite(muonA, nameof(muonA));
        MuonB = Arguments.Finite(muonB, nameof(muonB));
        MuonC = Arguments.Finite(muonC, nameof(muonC));
        AdamLrRatio = Small(adamLrRatio, nameof(adamLrRatio));
        Momentum = Fraction(momentum, nameof(momentum));
        NsSteps = Arguments.Positive(nsSteps, nameof(nsSteps));
        Nesterov = nesterov;
        RmsRate = AboveZero(rmsRate, nameof(rmsRate));
    }

    /// <summary>Adam's decay of the gradient's mean, at least 0 and below 1.</summary>
    public double AdamBeta1 { get; }

    /// <summary>Adam's decay of the squared gradient's mean, at least 0 and below 1.</summary>
    public double AdamBeta2 { get; }

    /// <summary>The decay of weights that take Adam's step, times the learning rate, or null.</summary>
    public double? AdamWeightDecay { get; }

    /// <summary>Keeps the quotient finite, above 0.</summary>
    public double Epsilon { get; }

    /// <summary>Regular expressions; weights in whose path one occurs take Adam's step.</summary>
    public IReadOnlyList<string> ExcludeLayers { get; }

    /// <summary>Whether weights with <c>embedding</c> in their path take Adam's step.</summary>
    public bool ExcludeEmbeddings { get; }

    /// <summary>The iteration's first coefficient.</summary>
    public double MuonA { get; }

    /// <summary>Its second.</summary>
    public double MuonB { get; }

    /// <summary>Its third.</summary>
    public double MuonC { get; }

    /// <summary>By what the learning rate is multiplied for Adam's step, above 0.</summary>
    public double AdamLrRatio { get; }

    /// <summary>How much of the last momentum is kept, at least 0 and below 1.</summary>
    public double Momentum { get; }

    /// <summary>How often the iteration goes, at least 1.</summary>
    public int NsSteps { get; }

    /// <summary>Whether the gradient's step looks ahead.</summary>
    public bool Nesterov { get; }

    /// <summary>The root mean square of a step for a rate of 1; null for the iteration's own size.</summary>
    public double? RmsRate { get; }

    /// <inheritdoc/>
    private protected override double? DecayOf(Weight weight) => TakesAdam(weight) ? AdamWeightDecay : WeightDecay;

    /// <inheritdoc/>
    protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient)
    {
        if (TakesAdam(weight))
        {
            context.UpdateByRule(
                AdamRule.Operator,
                weight,
                gradient,
                ["momentum", "velocity"],
                () => Adam.Parameters(context, context.LearningRate * AdamLrRatio, AdamBeta1, AdamBeta2, Epsilon)
            );
            return;
        }
        var slot = context.Slot(weight, "momentum");
        var m = context[slot] * Momentum + gradient;
        context.Assign(slot, m);
        var step = Orthogonal(Nesterov ? gradient + Momentum * m : m);
        var dims = weight.Shape.ToArray();
        double size = RmsRate is { } rms ? rms * Math.Sqrt(Math.Max(dims[0], dims[1])) : 1;
        context.Assign(weight, context[weight] - context.LearningRate * size * step);
    }

    private bool TakesAdam(Weight weight) =>
        weight.Shape.Rank != 2
        || (ExcludeEmbeddings && weight.Path.Contains("embedding", StringComparison.OrdinalIgnoreCase))
        || ExcludeLayers.Any(pattern => Regex.IsMatch(weight.Path, pattern, RegexOptions.CultureInvariant));

    /// <summary>The nearest matrix with orthogonal rows or columns, roughly, by Newton and Schulz's iteration.</summary>
    private SymbolicTensor Orthogonal(SymbolicTensor x)
    {
        var dims = x.Shape.ToArray();
        bool tall = dims[0] > dims[1];
        if (tall)
            x = Ops.Transpose(x, 1, 0);
        x /= Ops.Sqrt(Ops.Sum(Ops.Square(x))) + 1e-7;
        for (int i = 0; i < NsSteps; i++)
        {
            var square = Ops.Matmul(x, Ops.Transpose(x, 1, 0));
            x = MuonA * x + Ops.Matmul(MuonB * square + Ops.Matmul(MuonC * square, square), x);
        }
        return tall ? Ops.Transpose(x, 1, 0) : x;
    }
}

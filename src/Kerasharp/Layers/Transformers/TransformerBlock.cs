using Kerasharp.Activations;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Sublayers one after the other, attention and two dense layers, each with dropout and a sum with what went into it, and a normalization
/// behind the sum or before the sublayer. What <see cref="TransformerEncoder"/> and <see cref="TransformerDecoder"/> have in common.
/// </summary>
public abstract class TransformerBlock : KerasHubLayer
{
    private readonly Dictionary<string, Dropout> _dropouts = [];
    private Dense _intermediate = null!;
    private Dense _output = null!;

    private protected TransformerBlock(
        int intermediateDim,
        int numHeads,
        double dropout,
        ActivationFunction? activation,
        double layerNormEpsilon,
        Initializer? kernelInitializer,
        Initializer? biasInitializer,
        bool normalizeFirst,
        string? name
    )
        : base(name)
    {
        IntermediateDim = Arguments.Positive(intermediateDim, nameof(intermediateDim));
        NumHeads = Arguments.Positive(numHeads, nameof(numHeads));
        Dropout = Rates.Part(dropout);
        Activation = activation ?? "relu";
        LayerNormEpsilon = Arguments.AboveZero(layerNormEpsilon, nameof(layerNormEpsilon));
        KernelInitializer = kernelInitializer ?? "glorot_uniform";
        BiasInitializer = biasInitializer ?? "zeros";
        NormalizeFirst = normalizeFirst;
    }

    /// <summary>The size between the two dense layers.</summary>
    public int IntermediateDim { get; }

    /// <summary>The number of heads.</summary>
    public int NumHeads { get; }

    /// <summary>The part that is dropped while training, of the scores and behind each sublayer.</summary>
    public double Dropout { get; }

    /// <summary>The function between the two dense layers.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>What normalizations add to the variance.</summary>
    public double LayerNormEpsilon { get; }

    /// <summary>How the kernels are filled at first.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>How the biases are filled at first.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>Whether a sublayer's input is normalized, rather than the sum behind it.</summary>
    public bool NormalizeFirst { get; }

    /// <summary>The penalties on kernels and biases.</summary>
    private protected virtual (Regularizer? Kernel, Regularizer? Bias) Penalties => default;

    /// <summary>The size of the features, which the heads share.</summary>
    private protected int Features(Shape sequence)
    {
        if (sequence.Rank != 3)
            throw this.Misfit(sequence, "3 dimensions (batch, places, features) were expected", "Reshape it.");
        long size = this.KnownChannels(sequence);
        return size % NumHeads == 0
            ? (int)size
            : throw this.Misfit(
                sequence,
                $"{NumHeads} heads share the last axis, and {size} cannot be divided by {NumHeads}",
                "Change numHeads or the size of the features."
            );
    }

    private protected MultiHeadAttention MakeAttention(string name, int features) =>
        Track(
            new MultiHeadAttention(
                NumHeads,
                features / NumHeads,
                dropout: Dropout,
                kernelInitializer: KernelInitializer,
                biasInitializer: BiasInitializer,
                kernelRegularizer: Penalties.Kernel,
                biasRegularizer: Penalties.Bias,
                name: name
            )
        );

    private protected LayerNormalization MakeNormalization(string sublayer)
    {
        _dropouts[sublayer] = Track(new Dropout(Dropout, name: $"{sublayer}_dropout"));
        return Track(new LayerNormalization(epsilon: LayerNormEpsilon, name: $"{sublayer}_layer_norm"));
    }

    private protected void MakeDense(int features)
    {
        _intermediate = Make(IntermediateDim, Activation, "feedforward_intermediate_dense");
        _output = Make(features, null, "feedforward_output_dense");

        Dense Make(int units, ActivationFunction? activation, string name) =>
            Track(
                new Dense(
                    units,
                    activation,
                    kernelInitializer: KernelInitializer,
                    biasInitializer: BiasInitializer,
                    kernelRegularizer: Penalties.Kernel,
                    biasRegularizer: Penalties.Bias,
                    name: name
                )
            );
    }

    /// <summary>The two dense layers.</summary>
    private protected SymbolicTensor FeedForward(CallContext context, SymbolicTensor x) =>
        _output.Invoke(context, _intermediate.Invoke(context, x));

    /// <summary>A sublayer with what stands around it.</summary>
    private protected SymbolicTensor Around(
        CallContext context,
        string name,
        LayerNormalization norm,
        SymbolicTensor x,
        Func<SymbolicTensor, SymbolicTensor> sublayer
    )
    {
        var y = sublayer(NormalizeFirst ? norm.Invoke(context, x) : x);
        var sum = _dropouts[name].Invoke(context, y) + x;
        return NormalizeFirst ? sum : norm.Invoke(context, sum);
    }

    /// <summary>A mask of places (batch, S) and one of pairs (batch, T, S) as one of pairs; null where there is neither.</summary>
    private protected SymbolicTensor? Merged(SymbolicTensor? padding, SymbolicTensor? pairs)
    {
        if (padding is not null && padding.Rank != 2)
            throw new LayerException(
                Name,
                $"a padding mask of shape {padding.Shape} came; (batch, places) was expected. Reshape it."
            );
        if (pairs is not null && pairs.Rank != 3)
            throw new LayerException(
                Name,
                $"an attention mask of shape {pairs.Shape} came; (batch, queries, keys) was expected. Reshape it."
            );
        var both = Scores.Both(
            padding is null ? null : Op.Unsqueeze(Scores.Truth(padding), [1]),
            pairs is null ? null : Scores.Truth(pairs)
        );
        return both is null ? null : new SymbolicTensor(both);
    }
}

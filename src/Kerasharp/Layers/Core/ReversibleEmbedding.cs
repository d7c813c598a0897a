using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// An <see cref="Embedding"/> that can be called in reverse, from vectors to a number for each index, as language models end:
/// x · embeddingsᵀ, or x · reverse_embeddings where the weights are not tied.
/// </summary>
/// <remarks>
/// <para>Forward: as Embedding. In reverse: (batch, ..., outputDim) becomes (batch, ..., inputDim).</para>
/// <para>Weights: those of Embedding, and <c>reverse_embeddings</c> (outputDim, inputDim) where they are not tied.</para>
/// <para>Press and Wolf, Using the Output Embedding to Improve Language Models, 2016. Keras:
/// <c>keras.layers.ReversibleEmbedding</c>, called with <c>reverse=True</c>.</para>
/// </remarks>
/// <example><code>
/// SymbolicTensor tokens = new Input(50) { ElementType = ElementType.Int32 };
/// var embedding = new ReversibleEmbedding(1000, 64);
/// var logits = embedding.ApplyReverse(embedding.Apply(tokens));   // (None, 50, 1000)
/// </code></example>
public sealed class ReversibleEmbedding : Embedding
{
    private const string ReverseArgument = "reverse";

    /// <summary>A layer of a number of vectors.</summary>
    /// <param name="inputDim">The number of vectors, at least 1.</param>
    /// <param name="outputDim">The size of each, at least 1.</param>
    /// <param name="tieWeights">Whether the reverse has the table's transpose for its weight; else it has one of its own.</param>
    /// <param name="embeddingsInitializer">How the tables are filled at first; <c>uniform</c> (-0.05 to 0.05) by default.</param>
    /// <param name="embeddingsRegularizer">The penalty on the table; none by default.</param>
    /// <param name="embeddingsConstraint">What the table must fulfil after each update; nothing by default.</param>
    /// <param name="maskZero">Whether the index 0 stands for padding.</param>
    /// <param name="logitSoftCap">What the reverse gives becomes tanh(y / cap) cap, which keeps it below the cap; above 0, none by default.</param>
    /// <param name="weights">The table's first values (inputDim, outputDim). Configurations leave them out.</param>
    /// <param name="loraRank">The rank of LoRA's matrices, at least 1; without LoRA by default. See <see cref="LoraLayer"/>.</param>
    /// <param name="loraAlpha">LoRA's product counts alpha / rank times; the rank by default.</param>
    /// <param name="name">The layer's name; <c>reversible_embedding</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the cap not above 0.</exception>
    /// <exception cref="ArgumentException">The weights have another shape, or <paramref name="loraAlpha"/> came without a rank.</exception>
    public ReversibleEmbedding(
        int inputDim,
        int outputDim,
        bool tieWeights = true,
        Initializer? embeddingsInitializer = null,
        Regularizer? embeddingsRegularizer = null,
        Constraint? embeddingsConstraint = null,
        bool maskZero = false,
        double? logitSoftCap = null,
        [NotConfigured] Tensor<float>? weights = null,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null
    )
        : base(
            inputDim,
            outputDim,
            embeddingsInitializer,
            embeddingsRegularizer,
            embeddingsConstraint,
            maskZero,
            weights,
            loraRank,
            loraAlpha,
            name
        )
    {
        TieWeights = tieWeights;
        LogitSoftCap = logitSoftCap is null or > 0
            ? logitSoftCap
            : throw new ArgumentOutOfRangeException(
                nameof(logitSoftCap),
                logitSoftCap,
                FormattableString.Invariant(
                    $"logitSoftCap of {logitSoftCap} came; a number above 0 was expected. Give one, or none."
                )
            );
    }

    /// <summary>Whether the reverse has the table's transpose for its weight.</summary>
    public bool TieWeights { get; }

    /// <summary>The bound of what the reverse gives; null without.</summary>
    public double? LogitSoftCap { get; }

    /// <summary>The weight of the reverse (outputDim, inputDim); null until the layer is built, and where the weights are tied.</summary>
    public Weight? ReverseEmbeddings { get; private set; }

    /// <summary>Applies the layer in reverse to a tensor (batch, ..., outputDim).</summary>
    /// <returns>A number for each index: (batch, ..., inputDim).</returns>
    /// <exception cref="LayerException">The last axis is not of outputDim.</exception>
    public SymbolicTensor ApplyReverse(SymbolicTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Apply(input, new JsonObject { [ReverseArgument] = true });
    }

    /// <summary>Writes the reverse into the graph that a context belongs to, as a layer or model of one's own does in Call.</summary>
    /// <returns>A number for each index: (batch, ..., inputDim).</returns>
    /// <exception cref="LayerException">The last axis is not of outputDim.</exception>
    public SymbolicTensor InvokeReverse(CallContext context, SymbolicTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Invoke(context, [input], new JsonObject { [ReverseArgument] = true })[0];
    }

    internal override IReadOnlyList<string> CallKeywords => [ReverseArgument];

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        base.Build(inputShape);
        ReverseEmbeddings = TieWeights
            ? null
            : AddWeight("reverse_embeddings", [OutputDim, InputDim], EmbeddingsInitializer);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        if (!context.Flag(ReverseArgument))
            return base.Call(context, input);
        if (input.Rank < 2 || (input.Shape[-1].IsKnown && input.Shape[-1].Value != OutputDim))
            throw this.Misfit(
                input.Shape,
                $"the reverse takes a last axis of {OutputDim}, the size of the vectors",
                "Give that, or another outputDim."
            );
        // Here the whole table counts, in the type of the input.
        context.Types = (context.ComputeType, CastsWeights: true);
        var matrix = TieWeights ? Op.Transpose(Effective(context), 1, 0) : context[ReverseEmbeddings!].Value;
        var y = DenseInputs.Product(input.In(context), matrix);
        if (LogitSoftCap is { } cap)
            y = Op.Tanh(y / cap) * cap;
        return new SymbolicTensor(y);
    }
}

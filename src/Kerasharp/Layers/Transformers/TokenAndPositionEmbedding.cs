using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>Learned vectors for tokens and for their places, added: y[i] = tokens[x[i]] + places[i].</summary>
/// <remarks>
/// <para>Input: (batch, T), whole numbers from 0 to vocabularySize - 1, T up to sequenceLength. Output: (batch, T, embeddingDim).</para>
/// <para>Weights: <c>token_embedding/embeddings</c> (vocabularySize, embeddingDim), with untied weights
/// <c>token_embedding/reverse_embeddings</c>, and <c>position_embedding/embeddings</c> (sequenceLength, embeddingDim).</para>
/// <para>Keras: <c>keras_hub.layers.TokenAndPositionEmbedding</c>.</para>
/// </remarks>
/// <example><code>
/// SymbolicTensor tokens = new Input(-1) { ElementType = ElementType.Int32 };
/// var x = new TokenAndPositionEmbedding(10000, sequenceLength: 64, embeddingDim: 128, maskZero: true).Apply(tokens);
/// </code></example>
public sealed class TokenAndPositionEmbedding : PositionalLayer
{
    /// <summary>A layer of two tables.</summary>
    /// <param name="vocabularySize">The number of tokens, at least 1.</param>
    /// <param name="sequenceLength">The most places that a sequence has, at least 1.</param>
    /// <param name="embeddingDim">The size of each vector, at least 1.</param>
    /// <param name="tieWeights">Whether the tokens' table serves for the way back, too; see <see cref="ReversibleEmbedding"/>.</param>
    /// <param name="embeddingsInitializer">How the tables are filled at first; <c>uniform</c> (-0.05 to 0.05) by default.</param>
    /// <param name="maskZero">Whether the token 0 stands for padding.</param>
    /// <param name="name">The layer's name; <c>token_and_position_embedding</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public TokenAndPositionEmbedding(
        int vocabularySize,
        int sequenceLength,
        int embeddingDim,
        bool tieWeights = true,
        Initializer? embeddingsInitializer = null,
        bool maskZero = false,
        string? name = null
    )
        : base(name)
    {
        VocabularySize = Arguments.Positive(vocabularySize, nameof(vocabularySize));
        SequenceLength = Arguments.Positive(sequenceLength, nameof(sequenceLength));
        EmbeddingDim = Arguments.Positive(embeddingDim, nameof(embeddingDim));
        TieWeights = tieWeights;
        EmbeddingsInitializer = embeddingsInitializer ?? "uniform";
        MaskZero = maskZero;
        TokenEmbedding = Track(
            new ReversibleEmbedding(
                vocabularySize,
                embeddingDim,
                tieWeights,
                EmbeddingsInitializer,
                maskZero: maskZero,
                name: "token_embedding"
            )
        );
        PositionEmbedding = Track(new PositionEmbedding(sequenceLength, EmbeddingsInitializer, "position_embedding"));
    }

    /// <summary>The number of tokens.</summary>
    public int VocabularySize { get; }

    /// <summary>The most places that a sequence has.</summary>
    public int SequenceLength { get; }

    /// <summary>The size of each vector.</summary>
    public int EmbeddingDim { get; }

    /// <summary>Whether the tokens' table serves for the way back, too.</summary>
    public bool TieWeights { get; }

    /// <summary>How the tables are filled at first.</summary>
    public Initializer EmbeddingsInitializer { get; }

    /// <summary>Whether the token 0 stands for padding.</summary>
    public bool MaskZero { get; }

    /// <summary>The tokens' layer, which language models call in reverse at their end.</summary>
    public ReversibleEmbedding TokenEmbedding { get; }

    /// <summary>The places' layer.</summary>
    public PositionEmbedding PositionEmbedding { get; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) { }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        if (input.Rank < 2)
            throw this.Misfit(input.Shape, "2 dimensions (batch, places) were expected", "Reshape it.");
        var tokens = TokenEmbedding.Invoke(context, input);
        var sum = new SymbolicTensor(tokens.In(context) + PositionEmbedding.RowsFor(context, tokens));
        if (context.GetMask(tokens) is { } mask)
            context.SetMask(sum, mask);
        return sum;
    }
}

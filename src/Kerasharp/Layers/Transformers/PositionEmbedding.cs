using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>A learned vector for each place of a sequence, to be added to what stands there: y[..., i, :] = embeddings[i].</summary>
/// <remarks>
/// <para>Input: (batch, ..., T, n), of which the shape alone matters; T up to sequenceLength. Output: the same shape.</para>
/// <para>Weights: <c>embeddings</c> (sequenceLength, n).</para>
/// <para>Keras: <c>keras_hub.layers.PositionEmbedding</c>. Devlin and others 2018, https://arxiv.org/abs/1810.04805.</para>
/// </remarks>
/// <example><code>
/// var x = new Embedding(5000, 128).Apply(tokens);                      // (None, None, 128)
/// var y = x + new PositionEmbedding(sequenceLength: 50).Apply(x);
/// </code></example>
public sealed class PositionEmbedding : PositionalLayer
{
    /// <summary>A layer of a number of places.</summary>
    /// <param name="sequenceLength">The most places that a sequence has, at least 1.</param>
    /// <param name="initializer">How the vectors are filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="name">The layer's name; <c>position_embedding</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public PositionEmbedding(int sequenceLength, Initializer? initializer = null, string? name = null)
        : base(name)
    {
        SequenceLength = Arguments.Positive(sequenceLength, nameof(sequenceLength));
        Initializer = initializer ?? "glorot_uniform";
    }

    /// <summary>The most places that a sequence has.</summary>
    public int SequenceLength { get; }

    /// <summary>How the vectors are filled at first.</summary>
    public Initializer Initializer { get; }

    /// <summary>The vectors (sequenceLength, n); null until the layer is built.</summary>
    public Weight? Embeddings { get; private set; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        Check(inputShape, 0);
        Embeddings = AddWeight("embeddings", [SequenceLength, this.KnownChannels(inputShape)], Initializer);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
        new(Op.ExpandLike(Rows(context, input, Start(context)), input.Value));

    /// <summary>The vectors of a sequence's places, (T, n), which broadcast to it.</summary>
    internal Value RowsFor(CallContext context, SymbolicTensor like)
    {
        using var scope = context.Graph.Within(Name);
        int start = Start(context);
        EnsureBuilt(context, [like]);
        return Rows(context, like, start);
    }

    private Value Rows(CallContext context, SymbolicTensor like, int start)
    {
        Check(like.Shape, start);
        var table = context[Embeddings!].Value;
        if (like.Shape[-2] is { IsKnown: true } length)
            return start == 0 && length == SequenceLength ? table : Op.Slice(table, 0, start, start + length.Value);
        var places = Scores.Count(like.Value, like.Rank - 2);
        return Op.Gather(table, start == 0 ? places : places + start);
    }

    private void Check(Shape shape, int start)
    {
        if (shape.Rank < 3)
            throw this.Misfit(
                shape,
                "3 dimensions or more (batch, ..., places, features) were expected",
                "Reshape it."
            );
        if (shape[-2].IsKnown && shape[-2].Value + start > SequenceLength)
            throw this.Misfit(
                shape,
                $"{(start == 0 ? "" : $"from place {start} on ")}its {shape[-2]} places are more than the layer's {SequenceLength}",
                "Give shorter sequences, or a greater sequenceLength."
            );
        if (Embeddings is { } table && shape[-1].IsKnown && shape[-1] != table.Shape[1])
            throw this.Misfit(
                shape,
                $"the layer was built for a last axis of {table.Shape[1]}",
                "Give that, or make another layer."
            );
    }
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// The masks of an attention, those that a call names and those that the tensors bring, put together as Keras does: which pairs of query
/// and key count, and which queries have anything to attend to.
/// </summary>
internal sealed class AttentionMasks(
    ProjectedAttention layer,
    CallContext context,
    IReadOnlyList<SymbolicTensor> inputs,
    AttentionAxes axes
)
{
    /// <summary>What is left out.</summary>
    /// <param name="Pairs">True where a query attends to a key, as it broadcasts to scores; null where all do.</param>
    /// <param name="Rows">1 where a query has anything to attend to, else 0, as it broadcasts to scores; null where all have.</param>
    public readonly record struct Result(Value? Pairs, Value? Rows);

    /// <summary>The masks for a query and a value, and for a key where it is not the value.</summary>
    public Result Of(SymbolicTensor query, SymbolicTensor value, SymbolicTensor? key)
    {
        var queries = Places("query_mask", query);
        var values = Places("value_mask", value);
        var keys = key is null ? context.TensorArgument(inputs, "key_mask") : Places("key_mask", key);
        var source = key ?? value;
        if (keys is not null)
            Check(keys, source, "key_mask");
        var pairs = Scores.Both(OfKeys(values), ReferenceEquals(keys?.Value, values?.Value) ? null : OfKeys(keys));
        // Whoever is asked by itself finds at least itself, and the first finds itself before all.
        bool same = ReferenceEquals(query.Value, source.Value);
        bool certain =
            (values is null || (same && ReferenceEquals(values.Value, queries?.Value)))
            && (keys is null || (same && ReferenceEquals(keys.Value, queries?.Value)));
        if (context.TensorArgument(inputs, "attention_mask") is { } given)
        {
            pairs = Scores.Both(axes.OfPairs(Scores.Truth(Checked(given, query.Shape, source.Shape))), pairs);
            certain = false;
        }
        if (context.Flag("use_causal_mask"))
            pairs = Scores.Both(pairs, Scores.Causal(query.Value, Single("useCausalMask"), source.Value, axes.Single));
        if (layer.SlidingWindow is { } window)
        {
            int axis = Single("slidingWindow");
            pairs = Scores.Both(pairs, Scores.Near(query.Value, axis, source.Value, axis, window));
            certain &=
                same
                || (
                    query.Shape[axis].IsKnown
                    && source.Shape[axis].IsKnown
                    && query.Shape[axis].Value < source.Shape[axis].Value + window
                );
        }
        var rows = queries is null ? null : Op.Cast(axes.OfQueries(Scores.Truth(queries)), context.ComputeType);
        if (!certain && pairs is not null)
        {
            long[] last = [.. Enumerable.Range(-axes.Count, axes.Count).Select(a => (long)a)];
            var any = Op.ReduceMax(Op.Cast(pairs, context.ComputeType), last, keepDims: true);
            rows = rows is null ? any : rows * any;
        }
        return new Result(pairs, rows);
    }

    private Value? OfKeys(SymbolicTensor? mask) => mask is null ? null : axes.OfKeys(Scores.Truth(mask));

    private SymbolicTensor? Places(string name, SymbolicTensor tensor)
    {
        var mask = context.TensorArgument(inputs, name) ?? context.GetMask(tensor);
        if (mask is not null)
            Check(mask, tensor, name);
        return mask;
    }

    private void Check(SymbolicTensor mask, SymbolicTensor of, string name) =>
        layer.CheckPlaces(mask.Shape, of.Shape, $"a {name}", "tensor");

    private SymbolicTensor Checked(SymbolicTensor mask, Shape query, Shape key)
    {
        var scores = axes.ScoreShape(Projected(query), Projected(key));
        bool fits = mask.Rank >= 2 * axes.Count && mask.Rank <= scores.Rank;
        // The axes of queries and keys are the last ones; those before them are the first ones of the scores.
        for (int i = 0; fits && i < mask.Rank; i++)
        {
            bool isLast = i >= mask.Rank - 2 * axes.Count;
            var (came, wanted) = (mask.Shape[i], isLast ? scores[i - mask.Rank] : scores[i]);
            fits = came.IsOne || !came.IsKnown || !wanted.IsKnown || came == wanted;
        }
        return fits
            ? mask
            : throw new LayerException(
                layer.Name,
                $"an attention mask of shape {mask.Shape} came for a query of shape {query} and a key of shape {key}; (batch, queries, keys) was expected, where sizes of 1 serve all. Reshape the mask."
            );
    }

    /// <summary>A shape with an axis for heads, of which the size does not matter here.</summary>
    private static Shape Projected(Shape shape) => new([.. shape.SkipLast(1), Dim.Unknown, shape[-1]]);

    private int Single(string what) =>
        axes.Count == 1
            ? axes.Single
            : throw new LayerException(
                layer.Name,
                $"{what} came for attention over {axes.Count} axes together, which have no order; one axis was expected. Give an attention mask instead."
            );
}

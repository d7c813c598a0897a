using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// How projected tensors (batch, ..., heads, features) become matrices of a product: the axes over which attention goes are put together
/// into one, all others (the batch, axes without attention, heads) stand before it.
/// </summary>
internal sealed class AttentionAxes
{
    private readonly int[] _outer;
    private readonly int[] _axes;
    private readonly int _rank;

    /// <param name="rank">The number of axes of a projected tensor.</param>
    /// <param name="axes">Those over which attention goes.</param>
    public AttentionAxes(int rank, int[] axes)
    {
        _rank = rank;
        _axes = axes;
        _outer = [.. Enumerable.Range(0, rank - 1).Except(axes)];
    }

    /// <summary>How many axes attention goes over.</summary>
    public int Count => _axes.Length;

    /// <summary>The axis, where there is one.</summary>
    public int Single => _axes[0];

    /// <summary>Queries or values as (outer..., places, features).</summary>
    public Value Rows(Value x)
    {
        var y = Op.Transpose(x, [.. _outer, .. _axes, _rank - 1]);
        return Count == 1 ? y : Op.Reshape(y, [.. new long[_outer.Length], -1, x.Shape[-1].Value]);
    }

    /// <summary>Keys as (outer..., features, places).</summary>
    public Value Columns(Value x)
    {
        var y = Op.Transpose(x, [.. _outer, _rank - 1, .. _axes]);
        return Count == 1 ? y : Op.Reshape(y, [.. new long[_outer.Length + 1], -1]);
    }

    /// <summary>Scores (outer..., places, places) with an axis for each of the attention's.</summary>
    public Value Apart(Value scores, Shape queries, Shape keys) =>
        Count == 1 ? scores : Op.Reshape(scores, ScoreShape(queries, keys));

    /// <summary>Such scores as matrices again.</summary>
    public Value Together(Value scores, Value like) => Count == 1 ? scores : Op.ReshapeLike(scores, like);

    /// <summary>What was attended to, (outer..., places, features), with an axis for each of the attention's.</summary>
    public Value RowsApart(Value y, Shape queries) =>
        Count == 1 ? y : Op.Reshape(y, new Shape([.. _outer.Select(a => queries[a]), .. Sizes(queries), y.Shape[-1]]));

    /// <summary>The same in the order of axes that the queries had.</summary>
    public Value Back(Value y) => Op.Transpose(y, Permutations.Inverse([.. _outer, .. _axes, _rank - 1]));

    /// <summary>A mask of queries (batch, ...), as it broadcasts to scores with an axis for each of the attention's.</summary>
    public Value OfQueries(Value mask)
    {
        int before = _outer.Length - 1;
        return Op.Unsqueeze(
            Ordered(mask),
            [before, .. Enumerable.Range(before + Count + 1, Count).Select(a => (long)a)]
        );
    }

    /// <summary>The same of keys.</summary>
    public Value OfKeys(Value mask)
    {
        int before = _outer.Length - 1;
        return Op.Unsqueeze(Ordered(mask), [.. Enumerable.Range(before, Count + 1).Select(a => (long)a)]);
    }

    /// <summary>A mask of pairs, (..., queries, keys), with axes of 1 before those of queries and keys until it has all that scores have.</summary>
    public Value OfPairs(Value mask)
    {
        int missing = _outer.Length + 2 * Count - mask.Rank;
        int before = mask.Rank - 2 * Count;
        return missing <= 0 ? mask : Op.Unsqueeze(mask, [.. Enumerable.Range(before, missing).Select(a => (long)a)]);
    }

    /// <summary>The axes of scores along which keys lie.</summary>
    public long[] KeyAxes => [.. Enumerable.Range(_outer.Length + Count, Count).Select(a => (long)a)];

    /// <summary>The shape of scores with an axis for each of the attention's.</summary>
    public Shape ScoreShape(Shape queries, Shape keys) =>
        new([.. _outer.Select(a => queries[a]), .. Sizes(queries), .. Sizes(keys)]);

    /// <summary>A mask of places as (outer without heads..., places).</summary>
    private Value Ordered(Value mask)
    {
        int[] order = [.. _outer[..^1], .. _axes];
        return order.SequenceEqual(Enumerable.Range(0, order.Length)) ? mask : Op.Transpose(mask, order);
    }

    private IEnumerable<Dim> Sizes(Shape shape) => _axes.Select(a => shape[a]);
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Whole numbers looked up in a table of constants, in ONNX's standard operators: keys lie in order, and their place is found by counting
/// how many are less. Long tables are searched in blocks, so that no more than a block's keys meet each element.
/// </summary>
internal sealed class LookupTable
{
    private const int Block = 256;

    private readonly long[] _keys;
    private readonly long[] _values;

    /// <param name="entries">Keys, each once, and their values.</param>
    /// <param name="otherwise">The value of what is no key.</param>
    public LookupTable(IEnumerable<(long Key, long Value)> entries, long otherwise)
    {
        // The last stands behind all keys, so that every search ends at a place.
        var sorted = entries.OrderBy(e => e.Key).Append((long.MaxValue, otherwise)).ToArray();
        _keys = Array.ConvertAll(sorted, e => e.Item1);
        _values = Array.ConvertAll(sorted, e => e.Item2);
        Otherwise = otherwise;
    }

    private long Otherwise { get; }

    /// <summary>The values of elements of type int64, and which of them are keys.</summary>
    public (Value Values, Value Found) Find(Value x)
    {
        var place = Place(Op.Unsqueeze(x, [x.Rank]), _keys);
        var found = Op.Equal(Op.Gather(Constant(x, _keys), place), x);
        var values = Op.Gather(Constant(x, _values), place);
        return (Op.Where(found, values, x.Like(Otherwise)), found);
    }

    /// <summary>How many keys are less than each element; the last is less than none.</summary>
    private static Value Place(Value each, long[] keys)
    {
        if (keys.Length <= Block)
            return CountLess(Constant(each, keys), each);
        int blocks = (keys.Length + Block - 1) / Block;
        var padded = new long[blocks * Block];
        Array.Fill(padded, long.MaxValue);
        keys.CopyTo(padded, 0);
        long[] lasts = [.. Enumerable.Range(1, blocks).Select(b => padded[b * Block - 1])];
        var block = Place(each, lasts);
        var rows = Op.Gather(each.Graph.Constant(ConstantTensor.Of<long>(padded, blocks, Block)), block);
        return block * Block + CountLess(rows, each);
    }

    private static Value CountLess(Value keys, Value each) =>
        Op.ReduceSum(Op.Cast(Op.Less(keys, each), ElementType.Int64), [each.Rank - 1]);

    private static Value Constant(Value x, long[] numbers) => x.Graph.Constant(ConstantTensor.Vector<long>(numbers));
}

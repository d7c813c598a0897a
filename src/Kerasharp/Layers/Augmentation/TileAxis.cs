using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>How an axis of images falls into equal tiles, the last of which may reach beyond it.</summary>
/// <param name="size">The axis's size.</param>
/// <param name="tiles">The number of tiles.</param>
internal sealed class TileAxis(long size, long tiles)
{
    /// <summary>The number of tiles.</summary>
    public long Tiles { get; } = tiles;

    /// <summary>The size of one.</summary>
    public long Tile { get; } = (size + tiles - 1) / tiles;

    /// <summary>Images that are mirrored at their end until tiles are whole.</summary>
    public Value Filled(Value images, int axis)
    {
        long whole = Tile * Tiles;
        if (whole == size)
            return images;
        long[] places = [.. Enumerable.Range(0, (int)whole).Select(i => i % (2 * size))];
        places = Array.ConvertAll(places, p => p < size ? p : 2 * size - 1 - p);
        return Op.Gather(images, images.Graph.Ints(places), axis);
    }

    /// <summary>For each pixel the last tile whose centre does not lie behind it, times a step.</summary>
    public Value Before(Graph graph, long step, int axis) => Neighbours(graph, 0, step, axis);

    /// <summary>For each pixel the tile after that one, times a step.</summary>
    public Value Behind(Graph graph, long step, int axis) => Neighbours(graph, 1, step, axis);

    /// <summary>For each pixel where it lies between these tiles' centres, 0 to 1.</summary>
    public Value Nearness(Graph graph, int axis)
    {
        double[] parts = [.. Places().Select(p => p - Math.Floor(p))];
        return graph.Constant(ConstantTensor.From(parts, ElementType.Float32, Along(axis)));
    }

    private Value Neighbours(Graph graph, int further, long step, int axis)
    {
        // Beyond the outermost centres, the outermost tile stands at both sides.
        long[] numbers = [.. Places().Select(p => Math.Clamp((long)Math.Floor(p) + further, 0, Tiles - 1) * step)];
        return graph.Constant(ConstantTensor.Of<long>(numbers, Along(axis)));
    }

    private IEnumerable<double> Places() => Enumerable.Range(0, (int)size).Select(i => (i - Tile / 2.0) / Tile);

    private long[] Along(int axis)
    {
        long[] dims = [1, 1, 1, 1];
        dims[axis] = size;
        return dims;
    }
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>What an adaptive pooling makes of a window: written for windows of one size, and for those of an axis.</summary>
/// <param name="Pool">The pooling by windows of one size that do not overlap, channels first.</param>
/// <param name="Along">The same along an axis, by given windows.</param>
internal sealed record AdaptiveRule(Func<Value, long[], Value> Pool, Func<Value, int, AdaptiveWindows, Value> Along)
{
    /// <summary>The mean: a product with a matrix along the axis.</summary>
    public static AdaptiveRule Mean { get; } =
        new(
            (x, window) => Op.AveragePool(x, window, window),
            (x, axis, windows) =>
                ResizeForms.Along(
                    x,
                    new ResizedAxis(axis, windows.Size, windows.Count, (double)windows.Count / windows.Size, 0, 1),
                    windows.Means()
                )
        );

    /// <summary>The greatest: the elements of each window side by side, then their greatest.</summary>
    public static AdaptiveRule Greatest { get; } =
        new(
            (x, window) => Op.MaxPool(x, window, window),
            (x, axis, windows) =>
            {
                var places = ConstantTensor.Of<long>(windows.Places(), windows.Count, windows.Longest);
                return Op.ReduceMax(Op.Gather(x, x.Graph.Constant(places), axis), [axis + 1]);
            }
        );
}

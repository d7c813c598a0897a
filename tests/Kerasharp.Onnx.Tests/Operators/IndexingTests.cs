using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class IndexingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "gather",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    int axis = d.Int(-dims.Length, dims.Length - 1);
                    var indices = d.Indices(
                        (int)dims[axis < 0 ? axis + dims.Length : axis],
                        d.Dims(0, 2, 4),
                        fromEnd: true
                    );
                    return new(x => Op.Gather(x[0] * x[0], x[1], axis), d.Normal(dims), indices);
                },
                true
            },
            {
                "gather by int32",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    var indices = d.Indices((int)dims[0], d.Dims(0, 2, 4));
                    return new(x => Op.Gather(x[0], Op.Cast(x[1], ElementType.Int32)), d.Normal(dims), indices);
                }
            },
            {
                "gather elements",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    int axis = d.Int(0, dims.Length - 1);
                    long[] taken = Array.ConvertAll(dims, size => (long)d.Int(1, (int)size));
                    taken[axis] = d.Int(1, 5);
                    int named = d.Chance() ? axis : axis - dims.Length;
                    return new(
                        x => Op.GatherElements(x[0] * x[0], x[1], named),
                        d.Normal(dims),
                        d.Indices((int)dims[axis], taken, fromEnd: true)
                    );
                },
                true
            },
            {
                "scatter elements by addition",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    int axis = d.Int(0, dims.Length - 1);
                    long[] put = Array.ConvertAll(dims, size => (long)d.Int(1, (int)size));
                    put[axis] = d.Int(1, 5);
                    return new(
                        x => Op.ScatterElements(x[0] * x[0], x[1], x[2] * x[2], axis, "add"),
                        d.Normal(dims),
                        d.Indices((int)dims[axis], put, fromEnd: true),
                        d.Normal(put)
                    );
                },
                true
            },
            {
                // Each place once: which of several would win is not defined.
                "scatter elements",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    int axis = dims.Length - 1;
                    long[] put = Array.ConvertAll(dims, size => (long)d.Int(1, (int)size));
                    long rows = put[..^1].Aggregate(1L, (product, size) => product * size);
                    long[] places =
                    [
                        .. Enumerable
                            .Range(0, (int)rows)
                            .SelectMany(_ => d.Order((int)dims[axis])[..(int)put[axis]])
                            .Select(i => (long)i),
                    ];
                    return new(
                        x => Op.ScatterElements(x[0] * x[0], x[1], x[2] * x[2], axis),
                        d.Normal(dims),
                        ConstantTensor.Of<long>(places, put),
                        d.Normal(put)
                    );
                },
                true
            },
        };
}

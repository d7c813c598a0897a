using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ReshapingTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "reshape",
                d =>
                {
                    long[] dims = d.Dims(1);
                    long[] target = [d.Of(-1L, dims.Aggregate(1L, (product, size) => product * size)), 1];
                    return new(x => Op.Reshape(x[0] * x[0], target), d.Normal(dims));
                }
            },
            {
                "reshape that keeps an axis",
                d =>
                {
                    long[] dims = d.Dims(2);
                    return new(x => Op.Reshape(x[0] * x[0], 0, -1), d.Normal(dims));
                }
            },
            {
                "flatten",
                d =>
                {
                    long[] dims = d.Dims(1);
                    int axis = d.Int(-dims.Length, dims.Length);
                    return new(x => Op.Flatten(x[0] * x[0], axis), d.Normal(dims));
                }
            },
            {
                "squeeze",
                d =>
                {
                    long[] dims = d.Dims(1);
                    long[] axes = d.Axes(dims.Length);
                    foreach (long axis in axes)
                        dims[axis < 0 ? axis + dims.Length : axis] = 1;
                    return new(x => Op.Squeeze(x[0] * x[0], axes), d.Normal(dims));
                }
            },
            {
                "squeeze of all",
                d => new(x => x[0].Graph.Add("", "Squeeze", [x[0] * x[0]]).Output, d.Normal(d.Dims()))
            },
            {
                "unsqueeze",
                d =>
                {
                    long[] dims = d.Dims(0, 3);
                    int added = d.Int(1, 2);
                    long[] axes = d.Axes(dims.Length + added, added)[..added];
                    return new(x => Op.Unsqueeze(x[0] * x[0], axes), d.Normal(dims));
                }
            },
            {
                "transpose",
                d =>
                {
                    long[] dims = d.Dims(1);
                    int[] order = d.Order(dims.Length);
                    return new(x => Op.Transpose(x[0] * x[0], order), d.Normal(dims));
                }
            },
            {
                "reshape without elements",
                d =>
                    new(
                        x =>
                            Op.Concat(
                                [Op.Reshape(Op.Reshape(x[0], Shape.Of(0, 2, 3)), Shape.Of(3, 0)), x[1] * x[1]],
                                1
                            ),
                        d.Normal(2, 0),
                        d.Normal(3, 2)
                    )
            },
            {
                "transpose of all",
                d => new(x => x[0].Graph.Add("", "Transpose", [x[0] * x[0]]).Output, d.Normal(d.Dims(1)))
            },
        };
}

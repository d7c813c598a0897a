using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class JoiningTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "concat",
                d =>
                {
                    long[] dims = d.Dims(1, 3);
                    int axis = d.Int(0, dims.Length - 1);
                    var parts = Enumerable
                        .Range(0, d.Int(1, 4))
                        .Select(_ => d.Normal(With(dims, axis, d.Int(1, 3))))
                        .ToArray();
                    int named = d.Chance() ? axis : axis - dims.Length;
                    return new(
                        x => x[0].Graph.Add("", "Concat", [.. x], new Attributes { { "axis", named } }).Output,
                        parts
                    );
                }
            },
            {
                "concat of one value twice",
                d => new(x => Op.Concat([x[0], x[0] * x[0], x[0]], 0), d.Normal(d.Dims(1, 3)))
            },
            {
                "split",
                d =>
                {
                    var (dims, axis, sizes) = Parts(d);
                    int[] order = d.Order(sizes.Length);
                    return new(
                        x =>
                        {
                            var parts = Op.Split(x[0], axis, sizes);
                            return Op.Concat(order.Select(i => parts[i] * parts[i]).ToArray(), axis);
                        },
                        d.Normal(dims)
                    );
                }
            },
            {
                "split of which parts are unused",
                d =>
                {
                    var (dims, axis, sizes) = Parts(d);
                    int used = d.Int(0, sizes.Length - 1);
                    return new(x => Op.Split(x[0], axis, sizes)[used], d.Normal(dims));
                }
            },
            {
                "split in equal parts, the last one smaller",
                d =>
                {
                    int parts = d.Int(2, 3);
                    long[] dims = With(d.Dims(1, 3), 0, d.Of(parts + 1 + parts % 2, 2 * parts, 3 * parts - 1));
                    return new(
                        x =>
                        {
                            var split = x[0]
                                .Graph.Add("", "Split", [x[0]], new Attributes { { "num_outputs", parts } });
                            return Op.Concat([.. split.Outputs.Reverse()], 0);
                        },
                        d.Normal(dims)
                    );
                }
            },
        };

    private static (long[] Dims, int Axis, long[] Sizes) Parts(Draw d)
    {
        long[] sizes = Enumerable.Range(0, d.Int(1, 4)).Select(_ => (long)d.Int(1, 3)).ToArray();
        long[] dims = d.Dims(1, 3);
        int axis = d.Int(0, dims.Length - 1);
        return (With(dims, axis, sizes.Sum()), axis, sizes);
    }

    private static long[] With(long[] dims, int axis, long size)
    {
        long[] result = [.. dims];
        result[axis] = size;
        return result;
    }
}

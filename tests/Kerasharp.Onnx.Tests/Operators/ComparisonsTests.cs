using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ComparisonsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "where",
                d =>
                {
                    var shapes = d.Broadcasting(3);
                    return new(
                        x => Op.Where(x[0], x[1], x[2]),
                        d.Truths(shapes[0]),
                        d.Normal(shapes[1]),
                        d.Normal(shapes[2])
                    );
                },
                true
            },
            {
                "where by a comparison",
                d => new(x => Op.Where(Op.Less(x[0], x[0].Like(0)), x[0] * x[0], x[0] * 3), d.OffZero(d.Dims())),
                true
            },
            {
                "cast to float64 and back",
                d =>
                    new(x => Op.Cast(Op.Cast(x[0], ElementType.Float64) * 2, ElementType.Float32), d.Normal(d.Dims()))
                    {
                        Reference = x => Array.ConvertAll(x[0], e => 2 * e),
                    }
            },
            {
                "cast to an integer",
                d =>
                    new(
                        x => x[0] + Op.Cast(Op.Cast(x[0], ElementType.Int64), ElementType.Float64) * 2,
                        d.Distinct(d.Dims())
                    )
            },
        };
}

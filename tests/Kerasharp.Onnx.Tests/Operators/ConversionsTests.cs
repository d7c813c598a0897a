using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ConversionsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
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
            {
                "cast like another",
                d =>
                    Elements.Of(
                        x =>
                        {
                            var wide = Op.CastLike(x, Op.Cast(x, ElementType.Float64));
                            return Op.CastLike(wide * wide, x) + Op.CastLike(x, x);
                        },
                        x => x * x + x,
                        d.Normal(d.Dims())
                    ),
                true
            },
        };

    [Fact]
    public void A_cast_like_another_becomes_a_cast()
    {
        var graph = new Graph("like");
        var x = graph.AddInput("x", ElementType.Float32, [2]);
        var target = graph.AddInput("target", ElementType.Int64, [3, 4]);
        graph.AddOutput("y", Op.CastLike(x, target));
        graph.AddOutput("same", Op.CastLike(x, x));

        Simplify.Run(graph);

        Assert.Equal(["Cast"], graph.Sort().Select(n => n.Op));
        Assert.Equal(ElementType.Int64, graph.FindOutput("y")!.Value.ElementType);
        Assert.Same(x, graph.FindOutput("same")!.Value);
    }
}

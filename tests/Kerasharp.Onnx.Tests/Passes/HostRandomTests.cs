using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

/// <summary>Numbers that the host fills in the place of the kernel's.</summary>
public sealed class HostRandomTests
{
    [Fact]
    public void Gives_bit_for_bit_what_the_kernel_gives()
    {
        var (kernel, host) = (Build(), Build());
        var draws = HostRandom.Run(host);
        Assert.Equal(5, draws.Count);
        Assert.All(host.Sort(), n => Assert.Equal("", n.Domain));
        Assert.Equal(draws.Count, draws.Select(d => d.Input).Distinct().Count());
        foreach (long step in new long[] { 0, 1, 1L << 40 })
        {
            long[] state = [-77, step];
            var feed = new Dictionary<string, ConstantTensor>
            {
                ["state"] = ConstantTensor.Vector<long>(state),
                ["x"] = ConstantTensor.Filled(0.5, ElementType.Float32, [33, 7]),
            };
            var expected = GraphRunner.Run(kernel, feed);
            foreach (var draw in draws)
            {
                Assert.Equal("state", draw.State);
                var numbers = new float[draw.Shape.ElementCount];
                draw.Fill(numbers, state);
                feed.Add(draw.Input, ConstantTensor.Of<float>(numbers, draw.Shape.ToArray()));
            }
            var came = GraphRunner.Run(host, feed);
            foreach (var (name, tensor) in expected)
                Assert.Equal(Convert.ToHexString(tensor.Bytes), Convert.ToHexString(came[name].Bytes));
        }
    }

    [Fact]
    public void Refuses_what_the_host_cannot_fill_beforehand()
    {
        var turns = new Graph("turns");
        var state = turns.AddInput("state", ElementType.Int64, [2]);
        turns.AddOutput(
            "y",
            Op.Loop(turns.Scalar(2, ElementType.Int64), null, [], [], (b, v) => [v[1], Op.RandomUniform(b, [3])])[0]
        );
        LowerRandom.Run(turns, state, 0);
        var sizes = new Graph("sizes");
        state = sizes.AddInput("state", ElementType.Int64, [2]);
        sizes.AddOutput("y", Op.Draw(state, sizes.AddInput("n", ElementType.Int64, [1]), 0, null));

        Assert.Contains("in the turns of a loop", Assert.Throws<GraphException>(() => HostRandom.Run(turns)).Message);
        Assert.Contains("draws (None,)", Assert.Throws<GraphException>(() => HostRandom.Run(sizes)).Message);
    }

    private static Graph Build()
    {
        var graph = new Graph("draws");
        var x = graph.AddInput("x", ElementType.Float32, [33, 7]);
        graph.AddOutput("uniform", Op.RandomUniform(graph, [129]));
        graph.AddOutput("normal", Op.RandomNormalLike(x, seed: 3));
        graph.AddOutput("dropout", Op.Dropout(x, null, graph.Scalar(1, ElementType.Bool))[0]);
        graph.AddOutput("bernoulli", Op.Bernoulli(x));
        LowerRandom.Run(graph, graph.AddInput("state", ElementType.Int64, [2]), 4);
        Decompose.Run(graph, node => node.Op == "RandomUniform");
        return graph;
    }
}

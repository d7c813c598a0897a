using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Training;

namespace Kerasharp.Tests.Training;

public class AncestryTests
{
    [Fact]
    public void Tells_what_comes_before_by_any_way()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2]);
        // More nodes than a word has bits.
        var chain = new List<Value> { Op.Tanh(x) };
        for (int i = 1; i < 100; i++)
            chain.Add(Op.Tanh(chain[^1]));
        var aside = Op.Exp(x);
        var both = chain[^1] + aside;
        graph.AddOutput("y", both);
        Node[] nodes = [.. chain.Append(aside).Append(both).Select(v => v.Producer!)];
        var ancestry = new Ancestry(nodes);
        foreach (var node in graph.Sort())
            ancestry.Add(node);

        for (int i = 0; i < chain.Count; i++)
        for (int k = 0; k < chain.Count; k++)
            Assert.Equal(k < i, ancestry.Has(nodes[i], nodes[k]));
        Assert.True(ancestry.Has(both.Producer!, aside.Producer!));
        Assert.True(ancestry.Has(both.Producer!, nodes[0]));
        Assert.False(ancestry.Has(aside.Producer!, nodes[0]));
    }

    [Fact]
    public void What_a_node_is_made_to_wait_for_comes_before_it()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2]);
        var (first, second) = (Op.Exp(Op.Tanh(x)), Op.Log(x));
        graph.AddOutput("first", first);
        graph.AddOutput("second", second);
        var (tanh, exp, log) = (first.Producer!.Inputs[0]!.Producer!, first.Producer!, second.Producer!);
        var ancestry = new Ancestry([tanh, exp]);
        foreach (var node in graph.Sort())
            ancestry.Add(node);

        ancestry.Add(log, exp);

        Assert.True(ancestry.Has(log, exp));
        Assert.True(ancestry.Has(log, tanh));
    }
}

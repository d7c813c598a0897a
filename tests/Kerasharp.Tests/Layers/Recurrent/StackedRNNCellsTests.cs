using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers.Recurrent;

public class StackedRNNCellsTests
{
    [Fact]
    public void AnExportHasANodeForEachCell()
    {
        var layer = new RNN(new StackedRNNCells([new LSTMCell(4), new GRUCell(3), new SimpleRNNCell(2)]));
        string graph = new LayerHarness(layer, -1, 3).InferenceGraph();
        foreach (string op in (string[])["LSTM", "GRU", "RNN"])
            Assert.Single(graph.Split('\n'), l => l.Contains($"= {op}("));
        Assert.DoesNotContain("= Scan(", graph);
    }

    [Fact]
    public void StacksMayStandInStacks()
    {
        var inner = new StackedRNNCells([new GRUCell(3), new LSTMCell(2)]);
        var outer = new StackedRNNCells([inner, new SimpleRNNCell(4)]);
        Assert.Equal([3, 2, 2, 4], outer.StateSize);
        Assert.Equal(4, outer.OutputSize);
        var layer = new RNN(outer, returnState: true);
        var outputs = layer.Apply([new Input(5, 2).ToSymbolicTensor()]);
        Assert.Equal(["(None, 4)", "(None, 3)", "(None, 2)", "(None, 2)", "(None, 4)"], outputs.Select(o => $"{o.Shape}"));
    }

    [Fact]
    public void ACellComesOnce()
    {
        var cell = new GRUCell(2);
        Assert.Contains(
            "A cell came twice",
            Assert.Throws<ArgumentException>(() => new StackedRNNCells([cell, cell])).Message
        );
        Assert.Contains("No cell came", Assert.Throws<ArgumentException>(() => new StackedRNNCells([])).Message);
    }
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Passes;

/// <summary>A graph of random operators, lowered, that is asked for its numbers by seed and step.</summary>
internal sealed class Draws : IDisposable
{
    private readonly GraphRunner _runner;

    /// <summary>Lowers and opens what a function builds.</summary>
    /// <param name="build">Adds random operators to a graph and gives what is asked for.</param>
    /// <param name="firstSite">The first site.</param>
    public Draws(Func<Graph, IReadOnlyList<Value>> build, long firstSite = 0)
    {
        var values = build(Graph);
        for (int i = 0; i < values.Count; i++)
            Graph.AddOutput($"y{i}", values[i]);
        var state = Graph.AddInput("state", ElementType.Int64, [2]);
        NextSite = LowerRandom.Run(Graph, state, firstSite);
        Assert.False(LowerRandom.Needed(Graph));
        Decompose.Run(Graph, node => node.Op == "RandomUniform");
        Simplify.Run(Graph);
        _runner = new GraphRunner(Graph);
    }

    /// <summary>The lowered graph.</summary>
    public Graph Graph { get; } = new("draws");

    /// <summary>The first site that is free afterwards.</summary>
    public long NextSite { get; }

    /// <summary>What one value holds under a seed at a step.</summary>
    public static ConstantTensor Of(Func<Graph, Value> build, long seed = 1, long step = 0, long firstSite = 0)
    {
        using var draws = new Draws(g => [build(g)], firstSite);
        return draws.At(seed, step)[0];
    }

    /// <summary>What the values hold under a seed at a step.</summary>
    public ConstantTensor[] At(long seed, long step, params (string Name, ConstantTensor Tensor)[] inputs)
    {
        var feed = inputs.ToDictionary(i => i.Name, i => i.Tensor);
        feed["state"] = ConstantTensor.Vector<long>(seed, step);
        var outputs = _runner.Run(feed);
        return Enumerable.Range(0, outputs.Count).Select(i => outputs[$"y{i}"]).ToArray();
    }

    public void Dispose() => _runner.Dispose();
}

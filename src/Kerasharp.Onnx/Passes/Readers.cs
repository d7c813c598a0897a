using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Passes;

/// <summary>How often the values of a graph are read.</summary>
internal static class Readers
{
    /// <summary>For each value that is read how often that is, by nodes and as an output.</summary>
    public static Dictionary<Value, int> Count(Graph graph)
    {
        var readers = new Dictionary<Value, int>(ReferenceEqualityComparer.Instance);
        foreach (var value in graph.Sort().SelectMany(n => n.Inputs).Concat(graph.Outputs.Select(o => o.Value)))
            if (value is not null)
                readers[value] = readers.GetValueOrDefault(value) + 1;
        return readers;
    }
}

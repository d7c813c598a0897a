namespace Kerasharp.Onnx.Graphs;

/// <summary>A result of a graph under a name of its own; transformations may replace the value, never the name.</summary>
public sealed class GraphOutput
{
    internal GraphOutput(string name, Value value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The value that is given out.</summary>
    public Value Value { get; internal set; }
}

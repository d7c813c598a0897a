namespace Kerasharp.Onnx.Graphs;

/// <summary>A graph, or a file that should hold one, is not what it must be; the message names the node.</summary>
public class GraphException : Exception
{
    /// <summary>With a message that says what came, what was expected and how to mend it.</summary>
    public GraphException(string message)
        : base(message) { }

    /// <summary>With the error beneath.</summary>
    public GraphException(string message, Exception innerException)
        : base(message, innerException) { }
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The least of two tensors or more, element by element: y = min(a, b, ...). Equal ones share the gradient.</summary>
/// <remarks>
/// <para>Inputs: shapes that broadcast, as a rule equal ones. Output: the shape to which they broadcast.</para>
/// <para>What a mask leaves out is not looked at, as long as there is another.</para>
/// <para>Keras: <c>keras.layers.Minimum</c>.</para>
/// </remarks>
/// <example><code>var y = new Minimum().Apply([a, b]);</code></example>
public sealed class Minimum : ExtremeMerge
{
    /// <summary>A layer of no weights.</summary>
    /// <param name="name">The layer's name; <c>minimum</c>, numbered, by default.</param>
    public Minimum(string? name = null)
        : base(name) { }

    private protected override Value Extreme(ReadOnlySpan<Value> xs) => Op.Min(xs);
}

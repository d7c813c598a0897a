using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The greatest of two tensors or more, element by element: y = max(a, b, ...). Equal ones share the gradient.</summary>
/// <remarks>
/// <para>Inputs: shapes that broadcast, as a rule equal ones. Output: the shape to which they broadcast.</para>
/// <para>What a mask leaves out is not looked at, as long as there is another.</para>
/// <para>Keras: <c>keras.layers.Maximum</c>.</para>
/// </remarks>
/// <example><code>var y = new Maximum().Apply([a, b]);</code></example>
public sealed class Maximum : ExtremeMerge
{
    /// <summary>A layer of no weights.</summary>
    /// <param name="name">The layer's name; <c>maximum</c>, numbered, by default.</param>
    public Maximum(string? name = null)
        : base(name) { }

    private protected override Value Extreme(ReadOnlySpan<Value> xs) => Op.Max(xs);
}

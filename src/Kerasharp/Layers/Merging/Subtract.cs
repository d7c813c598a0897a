using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The difference of two tensors, element by element: y = a - b.</summary>
/// <remarks>
/// <para>Inputs: two shapes that broadcast, as a rule equal ones. Output: the shape to which they broadcast.</para>
/// <para>An element of the output counts where, by their masks, one of the inputs counts.</para>
/// <para>Keras: <c>keras.layers.Subtract</c>.</para>
/// </remarks>
/// <example><code>var y = new Subtract().Apply([a, b]);</code></example>
public sealed class Subtract : ElementwiseMerge
{
    /// <summary>A layer of no weights.</summary>
    /// <param name="name">The layer's name; <c>subtract</c>, numbered, by default.</param>
    public Subtract(string? name = null)
        : base(name) { }

    private protected override int? Count => 2;

    private protected override Value Merge(Value[] xs, Value?[] masks) => Op.Sub(xs[0], xs[1]);
}

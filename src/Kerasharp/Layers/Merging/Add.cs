using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The sum of two tensors or more, element by element: y = a + b + ...</summary>
/// <remarks>
/// <para>Inputs: shapes that broadcast, as a rule equal ones. Output: the shape to which they broadcast.</para>
/// <para>An element of the output counts where, by their masks, one of the inputs counts.</para>
/// <para>Keras: <c>keras.layers.Add</c>.</para>
/// </remarks>
/// <example><code>var y = new Add().Apply([x, shortcut]);</code></example>
public sealed class Add : ElementwiseMerge
{
    /// <summary>A layer of no weights.</summary>
    /// <param name="name">The layer's name; <c>add</c>, numbered, by default.</param>
    public Add(string? name = null)
        : base(name) { }

    private protected override Value Merge(Value[] xs, Value?[] masks) => xs.Aggregate(Op.Add);
}

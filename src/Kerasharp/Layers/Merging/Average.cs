using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The mean of two tensors or more, element by element: y = (a + b + ...) / n.</summary>
/// <remarks>
/// <para>Inputs: shapes that broadcast, as a rule equal ones. Output: the shape to which they broadcast. Integers become floating-point
/// numbers.</para>
/// <para>An element of the output counts where, by their masks, one of the inputs counts.</para>
/// <para>Keras: <c>keras.layers.Average</c>.</para>
/// </remarks>
/// <example><code>var y = new Average().Apply([a, b, c]);</code></example>
public sealed class Average : ElementwiseMerge
{
    /// <summary>A layer of no weights.</summary>
    /// <param name="name">The layer's name; <c>average</c>, numbered, by default.</param>
    public Average(string? name = null)
        : base(name) { }

    private protected override Value Merge(Value[] xs, Value?[] masks)
    {
        var sum = xs.Aggregate(Op.Add);
        return (sum.ElementType.IsFloat() ? sum : Op.Cast(sum, ElementType.Float32)) / xs.Length;
    }
}

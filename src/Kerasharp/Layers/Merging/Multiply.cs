using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The product of two tensors or more, element by element: y = a * b * ...</summary>
/// <remarks>
/// <para>Inputs: shapes that broadcast, as a rule equal ones. Output: the shape to which they broadcast.</para>
/// <para>What a mask leaves out counts as 1. If all inputs have masks, the output is 0 where none of them counts.</para>
/// <para>Keras: <c>keras.layers.Multiply</c>.</para>
/// </remarks>
/// <example><code>var y = new Multiply().Apply([x, gate]);</code></example>
public sealed class Multiply : ElementwiseMerge
{
    /// <summary>A layer of no weights.</summary>
    /// <param name="name">The layer's name; <c>multiply</c>, numbered, by default.</param>
    public Multiply(string? name = null)
        : base(name) { }

    private protected override Value Merge(Value[] xs, Value?[] masks)
    {
        var factors = xs.Select((x, i) => masks[i] is { } mask ? Op.Where(mask, x, x.Like(1)) : x);
        var product = factors.Aggregate(Op.Mul);
        return Array.TrueForAll(masks, m => m is not null)
            ? Op.Where(masks.Aggregate((a, b) => Op.Or(a!, b!))!, product, product.Like(0))
            : product;
    }
}

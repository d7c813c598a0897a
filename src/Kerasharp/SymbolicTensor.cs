using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp;

/// <summary>
/// A tensor that will be computed: what flows between layers, losses and metrics while a model is turned into a graph. It has a shape
/// and an element type, no elements. Arithmetic and the functions of <see cref="Ops"/> make new ones; the batch dimension is symbolic.
/// </summary>
/// <example><code>Func&lt;SymbolicTensor, SymbolicTensor, SymbolicTensor&gt; loss = (y, p) => Ops.Mean(Ops.Square(y - p), -1);</code></example>
public sealed class SymbolicTensor
{
    internal SymbolicTensor(Value value) => Value = value;

    /// <summary>The dimensions; the first is the batch, symbolic.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>The number of dimensions, that of the batch included.</summary>
    public int Rank => Value.Rank;

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType => Value.ElementType;

    internal Value Value { get; }

    /// <summary>Applies a layer to the tensor, which began with an Input: <c>x.Apply(new Flatten()).Apply(new Dense(10))</c>.</summary>
    /// <exception cref="LayerException">The layer does not take such a tensor.</exception>
    public SymbolicTensor Apply(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Apply(this);
    }

    /// <summary>The sum, element by element, with broadcasting.</summary>
    public static SymbolicTensor operator +(SymbolicTensor a, SymbolicTensor b) => Ops.Promoted(a, b, Op.Add);

    /// <summary>The difference, element by element, with broadcasting.</summary>
    public static SymbolicTensor operator -(SymbolicTensor a, SymbolicTensor b) => Ops.Promoted(a, b, Op.Sub);

    /// <summary>The product, element by element, with broadcasting.</summary>
    public static SymbolicTensor operator *(SymbolicTensor a, SymbolicTensor b) => Ops.Promoted(a, b, Op.Mul);

    /// <summary>The quotient, element by element, with broadcasting.</summary>
    public static SymbolicTensor operator /(SymbolicTensor a, SymbolicTensor b) => Ops.Promoted(a, b, Op.Div);

    /// <summary>The negative.</summary>
    public static SymbolicTensor operator -(SymbolicTensor a) => new(-a.Value);

    /// <summary>A number added.</summary>
    public static SymbolicTensor operator +(SymbolicTensor a, double b) => new(a.Value + b);

    /// <summary>A number added.</summary>
    public static SymbolicTensor operator +(double a, SymbolicTensor b) => new(a + b.Value);

    /// <summary>A number subtracted.</summary>
    public static SymbolicTensor operator -(SymbolicTensor a, double b) => new(a.Value - b);

    /// <summary>The difference from a number.</summary>
    public static SymbolicTensor operator -(double a, SymbolicTensor b) => new(a - b.Value);

    /// <summary>A multiple.</summary>
    public static SymbolicTensor operator *(SymbolicTensor a, double b) => new(a.Value * b);

    /// <summary>A multiple.</summary>
    public static SymbolicTensor operator *(double a, SymbolicTensor b) => new(a * b.Value);

    /// <summary>Divided by a number.</summary>
    public static SymbolicTensor operator /(SymbolicTensor a, double b) => new(a.Value / b);

    /// <summary>A number divided by the tensor.</summary>
    public static SymbolicTensor operator /(double a, SymbolicTensor b) => new(a / b.Value);

    /// <summary>Shape and element type.</summary>
    public override string ToString() => Value.Type.ToString();
}

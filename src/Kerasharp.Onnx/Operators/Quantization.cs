using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Real numbers rounded to multiples of a scale and written as whole numbers, and back.</summary>
internal static class Quantization
{
    private const string Rounds = "what is rounded changes only in jumps";

    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "QuantizeLinear",
            Infer = n => [Check(n) with { ElementType = TypeOf(n) }],
            Constant = Rounds,
            // ONNX allows whole numbers to be quantized, which no opset of ONNX Runtime does.
            Lacks = (n, opset) => !n.Input(0).ElementType.IsFloat() || LacksForm(n, TypeOf(n), opset),
            Decompose = n => [Whole(n.Input(0), Spread(n, 1)!, Spread(n, 2), TypeOf(n))],
        },
        new Operator
        {
            Name = "DequantizeLinear",
            Infer = n => [Check(n) with { ElementType = n.Input(1).ElementType }],
            Gradient = (n, dy) => ReverseSweep.Through(n, Dequantized, dy),
            IsComposed = true,
            Lacks = (n, opset) => LacksForm(n, n.Input(0).ElementType, opset),
            Decompose = Dequantized,
        },
        new Operator
        {
            Name = "DynamicQuantizeLinear",
            Infer = n =>
                [
                    n.Input(0).Type with
                    {
                        ElementType = ElementType.UInt8,
                    },
                    new TensorType(ElementType.Float32, Shape.Scalar),
                    new TensorType(ElementType.UInt8, Shape.Scalar),
                ],
            Constant = Rounds,
            EveryOutput = true,
        },
    ];

    /// <summary>The real numbers for which whole ones stand; scale and zero broadcast to them.</summary>
    public static Value Real(Value x, Value scale, Value? zero, ElementType type)
    {
        var steps = Op.Cast(x, ElementType.Int32);
        if (zero is not null)
            steps -= Op.Cast(zero, ElementType.Int32);
        return Op.Cast(steps, type) * Op.Cast(scale, type);
    }

    /// <summary>The whole numbers that stand for real ones; those out of the type's range become its ends.</summary>
    public static Value Whole(Value x, Value scale, Value? zero, ElementType type)
    {
        // In float16 the quotient would be too coarse; the specification, too, divides in float32.
        var steps = Op.Round(Op.Cast(x, ElementType.Float32) / Op.Cast(scale, ElementType.Float32));
        if (zero is not null)
            steps += Op.Cast(zero, ElementType.Float32);
        double places = Math.Pow(2, 8 * type.Size());
        double least = type is ElementType.Int8 or ElementType.Int16 ? -places / 2 : 0;
        return Op.Cast(Op.Clip(steps, steps.Like(least), steps.Like(least + places - 1)), type);
    }

    private static Value[] Dequantized(Node n) =>
        [Real(n.Input(0), Spread(n, 1)!, Spread(n, 2), n.Input(1).ElementType)];

    private static ElementType TypeOf(Node n)
    {
        var type =
            n.Optional(2) is { } zero ? zero.ElementType
            : n.Attributes.Int("output_dtype") is var told and not 0 ? (ElementType)told
            : ElementType.UInt8;
        return type is ElementType.UInt8 or ElementType.Int8 or ElementType.UInt16 or ElementType.Int16
            ? type
            : throw new GraphException(
                $"{n} is to quantize to {type}; integers of 8 or 16 bits were expected. Give a zero point of one of those types."
            );
    }

    /// <summary>Blocks, 16 bits and types that are told came with opset 21, real numbers other than float32 with 19.</summary>
    private static bool LacksForm(Node n, ElementType whole, int opset) =>
        opset < 21
            && (
                n.Attributes.Int("block_size") != 0
                || n.Attributes.Int("output_dtype") != 0
                || whole is ElementType.Int16 or ElementType.UInt16
            )
        || opset < 19 && n.Input(1).ElementType != ElementType.Float32;

    private static int Axis(Node n) => Shapes.Axis(n, n.Attributes.Int("axis", 1), n.Input(0).Rank);

    /// <summary>Whether a scale or a zero point is one for all.</summary>
    public static bool IsSingle(Value? value) =>
        value is null || value.Rank == 0 || (value.Rank == 1 && value.Shape[0].IsOne);

    /// <summary>The input's type; refuses a scale or a zero point that does not go with it.</summary>
    private static TensorType Check(Node n)
    {
        var x = n.Input(0);
        long block = n.Attributes.Int("block_size");
        foreach (var value in n.Inputs.Skip(1).OfType<Value>().Where(v => !IsSingle(v)))
        {
            Dim size = x.Shape[Axis(n)];
            Dim parts = block > 1 && size.IsKnown ? (size.Value + block - 1) / block : size;
            var expected = block > 0 ? x.Shape.With(Axis(n), parts) : new Shape(size);
            bool fits = value.Rank == expected.Rank;
            for (int i = 0; fits && i < expected.Rank; i++)
                fits = value.Shape[i] == expected[i] || !value.Shape[i].IsKnown || !expected[i].IsKnown;
            if (!fits)
                throw new GraphException(
                    $"{n} got {value.Shape} as scale or zero point of {x.Shape}; a single one or {expected} was expected. Reshape it, or give another axis."
                );
        }
        return x.Type;
    }

    /// <summary>A scale, or what stands for zero, so that it broadcasts: one for all, one a place of an axis, or one a block.</summary>
    private static Value? Spread(Node n, int input)
    {
        if (n.Optional(input) is not { } value)
            return null;
        if (IsSingle(value))
            return value.Rank == 0 ? value : Op.Squeeze(value, [0]);
        var (axis, rank) = (Axis(n), n.Input(0).Rank);
        if (value.Rank == 1 && rank > 1)
            return axis == rank - 1
                ? value
                : Op.Unsqueeze(value, [.. Enumerable.Range(1, rank - 1 - axis).Select(i => (long)i)]);
        if (n.Attributes.Int("block_size") is var block && block < 2)
            return value;
        long[] places = [.. Enumerable.Range(0, (int)n.Input(0).Shape[axis].Value).Select(i => i / block)];
        return Op.Gather(value, n.Graph.Ints(places), axis);
    }
}

public static partial class Op
{
    /// <summary>x / scale, rounded to the nearest even whole number, plus zero, kept within the range of zero's type.</summary>
    /// <param name="x">Real numbers.</param>
    /// <param name="scale">The step, or one for each place along the axis.</param>
    /// <param name="zero">What stands for zero, of 8 or 16 bits, shaped as the scale.</param>
    /// <param name="axis">The axis of a scale that is a vector.</param>
    public static Value QuantizeLinear(Value x, Value scale, Value zero, int axis = 1) =>
        x.Graph.Emit("QuantizeLinear", new Attributes { { "axis", axis } }, x, scale, zero);

    /// <summary>(x - zero) * scale, the real numbers for which whole ones stand; the gradient goes to the scale.</summary>
    /// <param name="x">Whole numbers.</param>
    /// <param name="scale">The step, or one for each place along the axis.</param>
    /// <param name="zero">What stands for zero, of x's element type and the scale's shape; none for 0.</param>
    /// <param name="axis">The axis of a scale that is a vector.</param>
    public static Value DequantizeLinear(Value x, Value scale, Value? zero = null, int axis = 1) =>
        x.Graph.Emit("DequantizeLinear", new Attributes { { "axis", axis } }, x, scale, zero);

    /// <summary>x as uint8, with the scale and the zero point that its least and greatest element ask for.</summary>
    public static (Value Y, Value Scale, Value Zero) DynamicQuantizeLinear(Value x)
    {
        var outputs = x.Graph.Add("", "DynamicQuantizeLinear", [x]).Outputs;
        return (outputs[0], outputs[1], outputs[2]);
    }
}

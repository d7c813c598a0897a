using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// Products and convolutions of whole numbers that stand for real ones, as quantized models have them. Zero points and scales may
/// differ between rows, columns or filters; where the runtime takes but one, other operators stand in.
/// </summary>
internal static class IntegerProducts
{
    public static Operator[] Operators { get; } =
    [
        Define("MatMulInteger", "MatMul", 1, _ => ElementType.Int32, (n, _) => !IsSingle(n, 2), MatMul),
        Define("ConvInteger", "Conv", 1, _ => ElementType.Int32, (n, _) => !IsSingle(n, 3), Conv),
        Define(
            "QLinearMatMul",
            "MatMul",
            3,
            n => n.Input(7).ElementType,
            (n, opset) =>
                (opset < 21 && n.Input(1).ElementType != ElementType.Float32) || !IsSingle(n, 1) || !IsSingle(n, 6),
            QLinearMatMul
        ),
        Define("QLinearConv", "Conv", 3, n => n.Input(7).ElementType),
    ];

    /// <summary>An operator whose shape is that of another one, of its first input and the one that has the weights.</summary>
    private static Operator Define(
        string name,
        string like,
        int weights,
        Func<Node, ElementType> type,
        Func<Node, int, bool>? lacks = null,
        Decomposition? decompose = null
    ) =>
        new()
        {
            Name = name,
            Infer = n => [OperatorTable.Find("", like)!.Infer(Real(n, weights))[0] with { ElementType = type(n) }],
            Constant = "whole numbers change only in jumps",
            Lacks = lacks,
            Decompose = decompose,
        };

    /// <summary>The node as it would be of real numbers, for the other operator's rule.</summary>
    private static Node Real(Node n, int weights)
    {
        return new Node(n.Graph, n.Domain, n.Op, [Of(0), Of(weights)], n.Attributes.Clone(), n.Scope);

        Value Of(int input) => new(n.Graph, n.Input(input).Type with { ElementType = ElementType.Float32 });
    }

    private static bool IsSingle(Node n, int input) => Quantization.IsSingle(n.Optional(input));

    private static Value[] MatMul(Node n)
    {
        return [Op.MatMul(Centred(n.Input(0), Rows(n.Optional(2))), Centred(n.Input(1), n.Optional(3)))];

        static Value Centred(Value x, Value? zero) =>
            zero is null
                ? Op.Cast(x, ElementType.Int32)
                : Op.Cast(x, ElementType.Int32) - Op.Cast(zero, ElementType.Int32);
    }

    /// <summary>A filter's zero point is taken from each of its weights: the sum of what the filter sees, so many times, from the result.</summary>
    private static Value[] Conv(Node n)
    {
        var (x, w, zeros) = (n.Input(0), n.Input(1), n.Input(3));
        var ones = Op.ExpandLike(n.Graph.Scalar(1, w.ElementType), w);
        var seen = Whole(ones);
        var zero = Op.Unsqueeze(
            Op.Cast(zeros, ElementType.Int32),
            [.. Enumerable.Range(1, x.Rank - 2).Select(i => (long)i)]
        );
        return [Whole(w) - zero * seen];

        Value Whole(Value weights) => n.Graph.Emit("ConvInteger", n.Attributes.Clone(), x, weights, n.Optional(2));
    }

    private static Value[] QLinearMatMul(Node n)
    {
        var a = Quantization.Real(n.Input(0), Rows(n.Input(1))!, Rows(n.Input(2)), ElementType.Float32);
        var b = Quantization.Real(n.Input(3), n.Input(4), n.Input(5), ElementType.Float32);
        var type = n.Input(7).ElementType;
        return [Quantization.Whole(Op.MatMul(a, b), Rows(n.Input(6))!, Rows(n.Input(7)), type)];
    }

    /// <summary>A number for each row of the matrix; those for columns, and single ones, broadcast as they are.</summary>
    private static Value? Rows(Value? numbers) => numbers?.Rank == 1 ? Op.Unsqueeze(numbers, [1]) : numbers;
}

public static partial class Op
{
    /// <summary>The product of matrices of 8-bit integers, as int32, after what stands for zero is taken off.</summary>
    /// <param name="a">The first matrices.</param>
    /// <param name="b">The second matrices.</param>
    /// <param name="aZero">What stands for zero in a, or one for each row.</param>
    /// <param name="bZero">What stands for zero in b, or one for each column.</param>
    public static Value MatMulInteger(Value a, Value b, Value? aZero = null, Value? bZero = null) =>
        a.Graph.Emit("MatMulInteger", a, b, aZero, bZero);

    /// <summary>A convolution of 8-bit integers, as int32, after what stands for zero is taken off.</summary>
    /// <param name="x">The input, channels first.</param>
    /// <param name="w">The filters.</param>
    /// <param name="xZero">What stands for zero in x.</param>
    /// <param name="wZero">What stands for zero in w, or one for each filter.</param>
    /// <param name="window">ONNX's attributes of a convolution: pads, strides, dilations, group.</param>
    public static Value ConvInteger(
        Value x,
        Value w,
        Value? xZero = null,
        Value? wZero = null,
        Attributes? window = null
    ) => x.Graph.Emit("ConvInteger", window?.Clone() ?? [], x, w, xZero, wZero);

    /// <summary>The product of quantized matrices, quantized again.</summary>
    /// <param name="a">The first matrices, with their scale and zero point.</param>
    /// <param name="b">The second matrices, with theirs.</param>
    /// <param name="scale">The result's scale.</param>
    /// <param name="zero">The result's zero point, whose element type it gets.</param>
    public static Value QLinearMatMul(
        (Value X, Value Scale, Value Zero) a,
        (Value X, Value Scale, Value Zero) b,
        Value scale,
        Value zero
    ) => a.X.Graph.Emit("QLinearMatMul", a.X, a.Scale, a.Zero, b.X, b.Scale, b.Zero, scale, zero);

    /// <summary>A convolution of quantized numbers, quantized again.</summary>
    /// <param name="x">The input, channels first, with its scale and zero point.</param>
    /// <param name="w">The filters, with theirs, or with one for each filter.</param>
    /// <param name="scale">The result's scale.</param>
    /// <param name="zero">The result's zero point, whose element type it gets.</param>
    /// <param name="bias">An int32 for each filter, in steps of x's scale times w's; or none.</param>
    /// <param name="window">ONNX's attributes of a convolution: pads, strides, dilations, group.</param>
    public static Value QLinearConv(
        (Value X, Value Scale, Value Zero) x,
        (Value X, Value Scale, Value Zero) w,
        Value scale,
        Value zero,
        Value? bias = null,
        Attributes? window = null
    ) =>
        x.X.Graph.Emit(
            "QLinearConv",
            window?.Clone() ?? [],
            x.X,
            x.Scale,
            x.Zero,
            w.X,
            w.Scale,
            w.Zero,
            scale,
            zero,
            bias
        );
}

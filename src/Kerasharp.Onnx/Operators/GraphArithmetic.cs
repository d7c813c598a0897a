using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Operators;

/// <summary>The arithmetic of update rules over the values of a graph: what makes a rule its own kernel's twin.</summary>
internal readonly struct GraphArithmetic : IArithmetic<GraphArithmetic>
{
    private readonly Value? _value;
    private readonly float _number;

    public GraphArithmetic(Value value) => _value = value;

    private GraphArithmetic(float number) => _number = number;

    /// <summary>The value; a bare number has none.</summary>
    public Value Value =>
        _value ?? throw new InvalidOperationException("A rule gave a number in the place of a value.");

    public static GraphArithmetic operator +(GraphArithmetic a, GraphArithmetic b) =>
        Combine(a, b, Op.Add, (x, y) => x + y);

    public static GraphArithmetic operator -(GraphArithmetic a, GraphArithmetic b) =>
        Combine(a, b, Op.Sub, (x, y) => x - y);

    public static GraphArithmetic operator *(GraphArithmetic a, GraphArithmetic b) =>
        Combine(a, b, Op.Mul, (x, y) => x * y);

    public static GraphArithmetic operator /(GraphArithmetic a, GraphArithmetic b) =>
        Combine(a, b, Op.Div, (x, y) => x / y);

    public static GraphArithmetic Constant(float value) => new(value);

    public static GraphArithmetic Sqrt(GraphArithmetic x) =>
        x._value is { } v ? new(Op.Sqrt(v)) : new(MathF.Sqrt(x._number));

    public static GraphArithmetic Abs(GraphArithmetic x) =>
        x._value is { } v ? new(Op.Abs(v)) : new(MathF.Abs(x._number));

    public static GraphArithmetic Sign(GraphArithmetic x) =>
        x._value is { } v ? new(Op.Sign(v)) : new(MathF.Sign(x._number));

    public static GraphArithmetic Positive(GraphArithmetic x) =>
        x._value is { } v ? new(Activations.Positive(v)) : new(x._number > 0 ? 1 : 0);

    public static GraphArithmetic Max(GraphArithmetic a, GraphArithmetic b) => Combine(a, b, Op.Max, MathF.Max);

    public static GraphArithmetic Pow(GraphArithmetic x, GraphArithmetic power) => Combine(x, power, Op.Pow, MathF.Pow);

    public static GraphArithmetic FlushTiny(GraphArithmetic x) => x;

    public static GraphArithmetic MultiplyAdd(GraphArithmetic a, GraphArithmetic b, GraphArithmetic sum) => a * b + sum;

    public static GraphArithmetic Clamp(GraphArithmetic x, GraphArithmetic least, GraphArithmetic most) =>
        Combine(Max(x, least), most, Op.Min, MathF.Min);

    public static GraphArithmetic Tanh(GraphArithmetic x) =>
        x._value is { } v ? new(Op.Tanh(v)) : new(MathF.Tanh(x._number));

    public static GraphArithmetic Sigmoid(GraphArithmetic x) =>
        x._value is { } v ? new(Op.Sigmoid(v)) : new(1 / (1 + MathF.Exp(-x._number)));

    public static GraphArithmetic Exp(GraphArithmetic x) =>
        x._value is { } v ? new(Op.Exp(v)) : new(MathF.Exp(x._number));

    public static GraphArithmetic Erf(GraphArithmetic x) => x._value is { } v ? new(Op.Erf(v)) : Curves.Erf(x);

    public static GraphArithmetic Choose(
        GraphArithmetic left,
        GraphArithmetic right,
        GraphArithmetic above,
        GraphArithmetic otherwise
    )
    {
        if ((left._value ?? right._value) is not { } like)
            return left._number > right._number ? above : otherwise;
        var condition = Op.Greater(left.As(like), right.As(like));
        // The cheapest mask that standard operators make.
        return above is { _value: null, _number: 1 } && otherwise is { _value: null, _number: 0 }
            ? new(Op.Cast(condition, like.ElementType))
            : new(Op.Where(condition, above.As(like), otherwise.As(like)));
    }

    private Value As(Value like) => _value ?? like.Like(_number);

    private static GraphArithmetic Combine(
        GraphArithmetic a,
        GraphArithmetic b,
        Func<Value, Value, Value> onValues,
        Func<float, float, float> onNumbers
    ) =>
        (a._value, b._value) switch
        {
            ({ } x, { } y) => new(onValues(x, y)),
            ({ } x, null) => new(onValues(x, x.Like(b._number))),
            (null, { } y) => new(onValues(y.Like(a._number), y)),
            _ => new(onNumbers(a._number, b._number)),
        };
}

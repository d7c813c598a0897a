using System.Runtime.Intrinsics;

namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>8 numbers in a vector of 256 bits.</summary>
internal readonly unsafe struct Lanes256(Vector256<float> value) : ILanes<Lanes256>
{
    private readonly Vector256<float> _value = value;

    public static int Width => Vector256<float>.Count;

    public static Lanes256 operator +(Lanes256 left, Lanes256 right) => new(left._value + right._value);

    public static Lanes256 operator -(Lanes256 left, Lanes256 right) => new(left._value - right._value);

    public static Lanes256 operator *(Lanes256 left, Lanes256 right) => new(left._value * right._value);

    public static Lanes256 operator /(Lanes256 left, Lanes256 right) => new(left._value / right._value);

    public static Lanes256 Constant(float value) => new(Vector256.Create(value));

    public static Lanes256 Sqrt(Lanes256 value) => new(Vector256.Sqrt(value._value));

    public static Lanes256 Abs(Lanes256 value) => new(Vector256.Abs(value._value));

    public static Lanes256 Sign(Lanes256 value)
    {
        Vector256<float> ones = Vector256.Create(1f);
        Vector256<float> below = Vector256.ConditionalSelect(
            Vector256.LessThan(value._value, Vector256<float>.Zero),
            -ones,
            value._value
        );
        return new(
            Vector256.ConditionalSelect(Vector256.GreaterThan(value._value, Vector256<float>.Zero), ones, below)
        );
    }

    public static Lanes256 Positive(Lanes256 value) =>
        new(Vector256.GreaterThan(value._value, Vector256<float>.Zero) & Vector256.Create(1f));

    public static Lanes256 Max(Lanes256 left, Lanes256 right) => new(Vector256.Max(left._value, right._value));

    // No processor has it for vectors.
    public static Lanes256 Pow(Lanes256 value, Lanes256 power)
    {
        ILanes<Lanes256>.Pow((float*)&value, (float*)&power, Width);
        return value;
    }

    public static Lanes256 FlushTiny(Lanes256 value)
    {
        Vector256<float> tiny = Vector256.LessThan(
            Vector256.Abs(value._value),
            Vector256.Create(ILanes<Lanes256>.SmallestNormal)
        );
        return new(Vector256.AndNot(value._value, tiny));
    }

    public static Lanes256 MultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 sum) =>
        new(Vector256.MultiplyAddEstimate(left._value, right._value, sum._value));

    // The value comes last, since of NaN and a number processors take the last.
    public static Lanes256 Clamp(Lanes256 value, Lanes256 least, Lanes256 most) =>
        new(Vector256.MinNative(most._value, Vector256.MaxNative(least._value, value._value)));

    public static Lanes256 Tanh(Lanes256 value) => Curves.Tanh(value);

    public static Lanes256 Sigmoid(Lanes256 value) => Curves.Sigmoid(value);

    public static Lanes256 Exp(Lanes256 value) => Curves.Exp(value);

    public static Lanes256 Erf(Lanes256 value) => Curves.Erf(value);

    public static Lanes256 Choose(Lanes256 left, Lanes256 right, Lanes256 above, Lanes256 otherwise) =>
        new(
            Vector256.ConditionalSelect(
                Vector256.GreaterThan(left._value, right._value),
                above._value,
                otherwise._value
            )
        );

    public static Lanes256 MultiplyAdd(Lanes256 left, float* right, Lanes256 sum) =>
        new(Vector256.MultiplyAddEstimate(left._value, Vector256.Create(*right), sum._value));

    public static Lanes256 PowerOfTwo(Lanes256 exponent) =>
        new(((Vector256.ConvertToInt32Native(exponent._value) + Vector256.Create(127)) << 23).AsSingle());

    public static Lanes256 Load(float* source) => new(Vector256.Load(source));

    public void Store(float* target) => _value.Store(target);
}

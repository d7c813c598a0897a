using System.Runtime.Intrinsics;

namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>4 numbers in a vector of 128 bits.</summary>
internal readonly unsafe struct Lanes128(Vector128<float> value) : ILanes<Lanes128>
{
    private readonly Vector128<float> _value = value;

    public static int Width => Vector128<float>.Count;

    public static Lanes128 operator +(Lanes128 left, Lanes128 right) => new(left._value + right._value);

    public static Lanes128 operator -(Lanes128 left, Lanes128 right) => new(left._value - right._value);

    public static Lanes128 operator *(Lanes128 left, Lanes128 right) => new(left._value * right._value);

    public static Lanes128 operator /(Lanes128 left, Lanes128 right) => new(left._value / right._value);

    public static Lanes128 Constant(float value) => new(Vector128.Create(value));

    public static Lanes128 Sqrt(Lanes128 value) => new(Vector128.Sqrt(value._value));

    public static Lanes128 Abs(Lanes128 value) => new(Vector128.Abs(value._value));

    public static Lanes128 Sign(Lanes128 value)
    {
        Vector128<float> ones = Vector128.Create(1f);
        Vector128<float> below = Vector128.ConditionalSelect(
            Vector128.LessThan(value._value, Vector128<float>.Zero),
            -ones,
            value._value
        );
        return new(
            Vector128.ConditionalSelect(Vector128.GreaterThan(value._value, Vector128<float>.Zero), ones, below)
        );
    }

    public static Lanes128 Positive(Lanes128 value) =>
        new(Vector128.GreaterThan(value._value, Vector128<float>.Zero) & Vector128.Create(1f));

    public static Lanes128 Max(Lanes128 left, Lanes128 right) => new(Vector128.Max(left._value, right._value));

    // No processor has it for vectors.
    public static Lanes128 Pow(Lanes128 value, Lanes128 power)
    {
        ILanes<Lanes128>.Pow((float*)&value, (float*)&power, Width);
        return value;
    }

    public static Lanes128 FlushTiny(Lanes128 value)
    {
        Vector128<float> tiny = Vector128.LessThan(
            Vector128.Abs(value._value),
            Vector128.Create(ILanes<Lanes128>.SmallestNormal)
        );
        return new(Vector128.AndNot(value._value, tiny));
    }

    public static Lanes128 MultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 sum) =>
        new(Vector128.MultiplyAddEstimate(left._value, right._value, sum._value));

    // The value comes last, since of NaN and a number processors take the last.
    public static Lanes128 Clamp(Lanes128 value, Lanes128 least, Lanes128 most) =>
        new(Vector128.MinNative(most._value, Vector128.MaxNative(least._value, value._value)));

    public static Lanes128 Tanh(Lanes128 value) => Curves.Tanh(value);

    public static Lanes128 Sigmoid(Lanes128 value) => Curves.Sigmoid(value);

    public static Lanes128 Exp(Lanes128 value) => Curves.Exp(value);

    public static Lanes128 Erf(Lanes128 value) => Curves.Erf(value);

    public static Lanes128 Choose(Lanes128 left, Lanes128 right, Lanes128 above, Lanes128 otherwise) =>
        new(
            Vector128.ConditionalSelect(
                Vector128.GreaterThan(left._value, right._value),
                above._value,
                otherwise._value
            )
        );

    public static Lanes128 MultiplyAdd(Lanes128 left, float* right, Lanes128 sum) =>
        new(Vector128.MultiplyAddEstimate(left._value, Vector128.Create(*right), sum._value));

    public static Lanes128 PowerOfTwo(Lanes128 exponent) =>
        new(((Vector128.ConvertToInt32Native(exponent._value) + Vector128.Create(127)) << 23).AsSingle());

    public static Lanes128 Load(float* source) => new(Vector128.Load(source));

    public void Store(float* target) => _value.Store(target);
}

using System.Runtime.Intrinsics;

namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>16 numbers in a vector of 512 bits.</summary>
internal readonly unsafe struct Lanes512(Vector512<float> value) : ILanes<Lanes512>
{
    private readonly Vector512<float> _value = value;

    public static int Width => Vector512<float>.Count;

    public static Lanes512 operator +(Lanes512 left, Lanes512 right) => new(left._value + right._value);

    public static Lanes512 operator -(Lanes512 left, Lanes512 right) => new(left._value - right._value);

    public static Lanes512 operator *(Lanes512 left, Lanes512 right) => new(left._value * right._value);

    public static Lanes512 operator /(Lanes512 left, Lanes512 right) => new(left._value / right._value);

    public static Lanes512 Constant(float value) => new(Vector512.Create(value));

    public static Lanes512 Sqrt(Lanes512 value) => new(Vector512.Sqrt(value._value));

    public static Lanes512 Abs(Lanes512 value) => new(Vector512.Abs(value._value));

    public static Lanes512 Sign(Lanes512 value)
    {
        Vector512<float> ones = Vector512.Create(1f);
        Vector512<float> below = Vector512.ConditionalSelect(
            Vector512.LessThan(value._value, Vector512<float>.Zero),
            -ones,
            value._value
        );
        return new(
            Vector512.ConditionalSelect(Vector512.GreaterThan(value._value, Vector512<float>.Zero), ones, below)
        );
    }

    public static Lanes512 Positive(Lanes512 value) =>
        new(Vector512.GreaterThan(value._value, Vector512<float>.Zero) & Vector512.Create(1f));

    public static Lanes512 Max(Lanes512 left, Lanes512 right) => new(Vector512.Max(left._value, right._value));

    // No processor has it for vectors.
    public static Lanes512 Pow(Lanes512 value, Lanes512 power)
    {
        ILanes<Lanes512>.Pow((float*)&value, (float*)&power, Width);
        return value;
    }

    public static Lanes512 FlushTiny(Lanes512 value)
    {
        Vector512<float> tiny = Vector512.LessThan(
            Vector512.Abs(value._value),
            Vector512.Create(ILanes<Lanes512>.SmallestNormal)
        );
        return new(Vector512.AndNot(value._value, tiny));
    }

    public static Lanes512 MultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 sum) =>
        new(Vector512.MultiplyAddEstimate(left._value, right._value, sum._value));

    // The value comes last, since of NaN and a number processors take the last.
    public static Lanes512 Clamp(Lanes512 value, Lanes512 least, Lanes512 most) =>
        new(Vector512.MinNative(most._value, Vector512.MaxNative(least._value, value._value)));

    public static Lanes512 Tanh(Lanes512 value) => Curves.Tanh(value);

    public static Lanes512 Sigmoid(Lanes512 value) => Curves.Sigmoid(value);

    public static Lanes512 Exp(Lanes512 value) => Curves.Exp(value);

    public static Lanes512 Erf(Lanes512 value) => Curves.Erf(value);

    public static Lanes512 Choose(Lanes512 left, Lanes512 right, Lanes512 above, Lanes512 otherwise) =>
        new(
            Vector512.ConditionalSelect(
                Vector512.GreaterThan(left._value, right._value),
                above._value,
                otherwise._value
            )
        );

    public static Lanes512 MultiplyAdd(Lanes512 left, float* right, Lanes512 sum) =>
        new(Vector512.MultiplyAddEstimate(left._value, Vector512.Create(*right), sum._value));

    public static Lanes512 PowerOfTwo(Lanes512 exponent) =>
        new(((Vector512.ConvertToInt32Native(exponent._value) + Vector512.Create(127)) << 23).AsSingle());

    public static Lanes512 Load(float* source) => new(Vector512.Load(source));

    public void Store(float* target) => _value.Store(target);
}

namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>One number: for what is left over behind the last whole vector, and as the reference for all widths.</summary>
internal readonly unsafe struct SingleLane(float value) : ILanes<SingleLane>
{
    private readonly float _value = value;

    public static int Width => 1;

    public static SingleLane operator +(SingleLane left, SingleLane right) => new(left._value + right._value);

    public static SingleLane operator -(SingleLane left, SingleLane right) => new(left._value - right._value);

    public static SingleLane operator *(SingleLane left, SingleLane right) => new(left._value * right._value);

    public static SingleLane operator /(SingleLane left, SingleLane right) => new(left._value / right._value);

    public static SingleLane Constant(float value) => new(value);

    public static SingleLane Sqrt(SingleLane value) => new(MathF.Sqrt(value._value));

    public static SingleLane Abs(SingleLane value) => new(MathF.Abs(value._value));

    public static SingleLane Sign(SingleLane value) =>
        value._value > 0 ? new(1)
        : value._value < 0 ? new(-1)
        : value;

    public static SingleLane Positive(SingleLane value) => new(value._value > 0 ? 1 : 0);

    public static SingleLane Max(SingleLane left, SingleLane right) => new(MathF.Max(left._value, right._value));

    public static SingleLane Pow(SingleLane value, SingleLane power) => new(MathF.Pow(value._value, power._value));

    public static SingleLane FlushTiny(SingleLane value) =>
        MathF.Abs(value._value) < ILanes<SingleLane>.SmallestNormal ? default : value;

    public static SingleLane MultiplyAdd(SingleLane left, SingleLane right, SingleLane sum) =>
        new(MathF.FusedMultiplyAdd(left._value, right._value, sum._value));

    public static SingleLane Clamp(SingleLane value, SingleLane least, SingleLane most) =>
        new(MathF.Min(most._value, MathF.Max(least._value, value._value)));

    public static SingleLane Tanh(SingleLane value) => Curves.Tanh(value);

    public static SingleLane Sigmoid(SingleLane value) => Curves.Sigmoid(value);

    public static SingleLane Exp(SingleLane value) => Curves.Exp(value);

    public static SingleLane Erf(SingleLane value) => Curves.Erf(value);

    public static SingleLane Choose(SingleLane left, SingleLane right, SingleLane above, SingleLane otherwise) =>
        left._value > right._value ? above : otherwise;

    public static SingleLane MultiplyAdd(SingleLane left, float* right, SingleLane sum) =>
        MultiplyAdd(left, Load(right), sum);

    public static SingleLane PowerOfTwo(SingleLane exponent) =>
        new(BitConverter.Int32BitsToSingle(((int)exponent._value + 127) << 23));

    public static SingleLane Load(float* source) => new(*source);

    public void Store(float* target) => *target = _value;
}

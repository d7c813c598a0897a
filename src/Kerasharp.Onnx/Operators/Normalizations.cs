using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Normalisation of each example by mean and variance of its channels, of groups of them, or along axes of choice.</summary>
internal static class Normalizations
{
    public static Operator[] Operators { get; } =
    [
        Define.Composed("InstanceNormalization", InferInstance, ComposeInstance, lacks: WithoutKernel),
        // No device has a kernel: ONNX Runtime takes it apart by itself, into a variance that is lost where the mean is large.
        Define.Composed("GroupNormalization", InferGroup, ComposeGroup, since: 18, lacks: (_, _) => true),
        Define.Composed("MeanVarianceNormalization", InferAlong, ComposeAlong, lacks: WithoutKernel),
    ];

    /// <summary>ONNX Runtime's CPU has kernels for float32 alone.</summary>
    private static bool WithoutKernel(Node n, int opset) => n.Output.ElementType == ElementType.Float64;

    private static TensorType[] InferInstance(Node n)
    {
        var x = n.Input(0);
        if (x.Rank < 3)
            throw new GraphException($"{n} got an input {x.Shape}; it needs (batch, channels, sizes…). Reshape it.");
        CheckVectors(n, x.Shape[1]);
        return [Define.Same(n, ElementKind.Float)];
    }

    private static Value[] ComposeInstance(Node n)
    {
        var x = n.Input(0);
        var moments = Moments.Of(x, From(2, x));
        return [moments.Centred * (moments.Inverse(Epsilon(n)) * Spread(n.Input(1), x)) + Spread(n.Input(2), x)];
    }

    /// <summary>Up to opset 20 there are a scale and a bias for each group, since then for each channel: their length tells which.</summary>
    private static TensorType[] InferGroup(Node n)
    {
        var (x, groups) = (n.Input(0), Groups(n));
        if (x.Rank < 3 || groups < 1 || (x.Shape[1].IsKnown && x.Shape[1].Value % groups != 0))
            throw new GraphException(
                $"{n} got an input {x.Shape} for {groups} groups; it needs (batch, channels, sizes…) with channels that can be divided "
                    + "into as many. Reshape it or choose another number."
            );
        bool perGroup = n.Input(1).Rank == 1 && n.Input(1).Shape[0] == groups;
        CheckVectors(n, perGroup ? groups : x.Shape[1]);
        if (!n.Input(1).Shape[0].IsKnown)
            throw new GraphException(
                $"{n} got a scale of unknown length; it tells whether there is one for each group or for each channel. Give it with a fixed length."
            );
        return [Define.Same(n, ElementKind.Float)];
    }

    private static Value[] ComposeGroup(Node n)
    {
        var (x, groups) = (n.Input(0), Groups(n));
        // Channels of one group lie together; each has a row of its own where it has a scale of its own.
        long rows = n.Input(1).Shape[0].Value / groups;
        bool half = x.ElementType.Size() < ElementType.Float32.Size();
        var wide = Op.Reshape(half ? Op.Cast(x, ElementType.Float32) : x, 0, groups, rows, -1);
        var moments = Moments.Of(wide, 2, 3);
        var y = moments.Centred * (moments.Inverse(Epsilon(n)) * Own(1)) + Own(2);
        return [Op.ReshapeLike(Op.Cast(y, x.ElementType), x)];

        Value Own(int input) => Op.Cast(Op.Reshape(n.Input(input), groups, rows, 1), wide.ElementType);
    }

    private static TensorType[] InferAlong(Node n)
    {
        AxesOf(n);
        return [Define.Same(n, ElementKind.Float)];
    }

    /// <summary>Here epsilon is added to the deviation. What does not vary becomes 0, and its slope, which has no bound near it, is taken as 0.</summary>
    private static Value[] ComposeAlong(Node n)
    {
        var x = n.Input(0);
        var moments = Moments.Of(x, AxesOf(n));
        var (zero, one) = (x.Like(0), x.Like(1));
        var constant = Op.Equal(moments.Variance, zero);
        var deviation = Op.Sqrt(Op.Where(constant, one, moments.Variance));
        return [moments.Centred * Op.Where(constant, zero, 1 / (deviation + 1e-9))];
    }

    private static void CheckVectors(Node n, Dim length)
    {
        var x = n.Input(0);
        for (int i = 1; i <= 2; i++)
        {
            var vector = n.Input(i);
            Define.SameElements(n, x, vector);
            Shapes.Rank(n, vector, 1, i == 1 ? "a scale" : "a bias");
            if (vector.Shape[0].IsKnown && length.IsKnown && vector.Shape[0] != length)
                throw new GraphException(
                    $"{n} got a {(i == 1 ? "scale" : "bias")} of {vector.Shape} for {x.Shape}; {length} numbers were expected. Give as many."
                );
        }
    }

    private static double Epsilon(Node n) => n.Attributes.Float("epsilon", 1e-5f);

    private static long Groups(Node n) => n.Attributes.Int("num_groups");

    private static long[] AxesOf(Node n) =>
        Array.ConvertAll(Shapes.Axes(n, n.Attributes.Ints("axes", [0, 2, 3]), n.Input(0).Rank), a => (long)a);

    /// <summary>A number for each channel, as it broadcasts against a value.</summary>
    private static Value Spread(Value vector, Value x) =>
        Op.Unsqueeze(vector, Array.ConvertAll(From(2, x), a => a - 1));

    private static long[] From(int axis, Value x) => [.. Enumerable.Range(axis, x.Rank - axis).Select(a => (long)a)];
}

public static partial class Op
{
    /// <summary>Each channel of each example by its own mean and variance, times its scale, plus its bias; x is (batch, channels, sizes…).</summary>
    public static Value InstanceNormalization(Value x, Value scale, Value bias, double epsilon = 1e-5) =>
        x.Graph.Emit("InstanceNormalization", new Attributes { { "epsilon", epsilon } }, x, scale, bias);

    /// <summary>
    /// The channels of each example in groups of equal size, each by its own mean and variance; x is (batch, channels, sizes…). Scale
    /// and bias have a number for each channel, or one for each group.
    /// </summary>
    public static Value GroupNormalization(Value x, Value scale, Value bias, int groups, double epsilon = 1e-5) =>
        x.Graph.Emit(
            "GroupNormalization",
            new Attributes { { "num_groups", groups }, { "epsilon", epsilon } },
            x,
            scale,
            bias
        );

    /// <summary>(x - mean) / (deviation + 1e-9) along axes; by default for each channel of (batch, channels, height, width).</summary>
    public static Value MeanVarianceNormalization(Value x, long[]? axes = null) =>
        x.Graph.Emit("MeanVarianceNormalization", new Attributes { { "axes", axes } }, x);
}

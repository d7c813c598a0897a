using System.Globalization;
using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Shifts and scales numbers to mean 0 and variance 1: y = (x - mean) / max(sqrt(variance), 1e-7). Mean and variance come from data,
/// by <see cref="AdaptableLayer.Adapt"/>, or are given.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape, (batch, ...). Integers become floating-point numbers.</para>
/// <para>Weights, not trained, where mean and variance are not given: <c>mean</c> and <c>variance</c>, of the sizes along the axes, and
/// <c>count</c>, a number that Keras keeps for its older files and that stays 0.</para>
/// <para>Until it has seen data the mean is 0 and the variance 1, as in Keras, where networks whose weights are loaded rely on it.</para>
/// <para>Adapting computes in double precision, over arrays in their place.</para>
/// <para>Keras: <c>keras.layers.Normalization</c>.</para>
/// </remarks>
/// <example><code>
/// var normalize = new Normalization();   // a mean and a variance for each feature of (None, 8)
/// normalize.Adapt(xTrain);
/// var model = new Sequential([new Input(8), normalize, new Dense(1)]);
/// </code></example>
public sealed class Normalization : AdaptableLayer
{
    // What Keras holds a deviation to be at least.
    private const double Least = 1e-7;

    private readonly int[] _axis;
    private (double[] Mean, double[] Variance, long[] Dims)? _learned;
    private long _untouched;

    /// <summary>A layer for several axes, or for none.</summary>
    /// <param name="axis">The axes along which each place has a mean and a variance of its own; null or none for one of all numbers.</param>
    /// <param name="mean">The mean: a number, or numbers that broadcast to the sizes along the axes. Learned from data if not given.</param>
    /// <param name="variance">The variance; given where the mean is, and of its shape.</param>
    /// <param name="invert">Whether the opposite is done: y = x * max(sqrt(variance), 1e-7) + mean.</param>
    /// <param name="name">The layer's name; <c>normalization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">Mean and variance do not fit one another or the axes, or an axis is the batch's.</exception>
    public Normalization(
        int[]? axis,
        Numbers? mean = null,
        Numbers? variance = null,
        bool invert = false,
        string? name = null
    )
        : base(name)
    {
        _axis = [.. (axis ?? []).Select(a => Arguments.NotBatch(a, nameof(axis)))];
        Mean = mean;
        Variance = variance;
        Invert = invert;
        if (mean is null != variance is null || (mean is not null && !mean.Shape.Equals(variance!.Shape)))
            throw new ArgumentException(
                $"{mean?.ToString() ?? "nothing"} came as the mean and {variance?.ToString() ?? "nothing"} as the variance; both, of one shape, or none were expected. Give both, or adapt to data."
            );
        if (mean is not null && mean.Shape.Rank > _axis.Length)
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{mean} came as the mean for {_axis.Length} axes; at most as many dimensions were expected. Give more axes or fewer dimensions."
                )
            );
        if (variance is not null && variance.Values.Any(v => !(v >= 0)))
            throw new ArgumentException("A variance below 0 came; 0 or more was expected. Give squares of deviations.");
    }

    /// <summary>A layer for one axis, by default the last.</summary>
    /// <param name="axis">The axis along which each place has a mean and a variance of its own; negative ones count from the end.</param>
    /// <param name="mean">The mean: a number, or one for each place. Learned from data if not given.</param>
    /// <param name="variance">The variance; given where the mean is, and of its shape.</param>
    /// <param name="invert">Whether the opposite is done: y = x * max(sqrt(variance), 1e-7) + mean.</param>
    /// <param name="name">The layer's name; <c>normalization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">Mean and variance do not fit one another or the axis, or the axis is the batch's.</exception>
    public Normalization(
        int axis = -1,
        Numbers? mean = null,
        Numbers? variance = null,
        bool invert = false,
        string? name = null
    )
        : this([axis], mean, variance, invert, name) { }

    /// <summary>The axes, as they were given; none where one mean is that of all numbers.</summary>
    public IReadOnlyList<int> Axis => _axis;

    /// <summary>The mean that was given, or null.</summary>
    public Numbers? Mean { get; }

    /// <summary>The variance that was given, or null.</summary>
    public Numbers? Variance { get; }

    /// <summary>Whether the opposite is done.</summary>
    public bool Invert { get; }

    /// <summary>The learned mean; null until the layer is built, and where a mean was given.</summary>
    public Weight? MeanWeight { get; private set; }

    /// <summary>The learned variance; null until the layer is built, and where a variance was given.</summary>
    public Weight? VarianceWeight { get; private set; }

    /// <inheritdoc/>
    public override bool IsAdapted =>
        Mean is not null || _learned is not null || (MeanWeight is not null && MeanWeight.State.Version != _untouched);

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int[] axes = AxesIn(inputShape);
        long[] dims = [.. axes.Select(a => this.KnownChannels(inputShape, a))];
        if (Mean is not null)
            return;
        MeanWeight = AddWeight("mean", dims, "zeros", trainable: false);
        VarianceWeight = AddWeight("variance", dims, "ones", trainable: false);
        AddWeight("count", [], "zeros", trainable: false);
        _untouched = MeanWeight.State.Version;
        if (_learned is not { } learned)
            return;
        if (!learned.Dims.SequenceEqual(dims))
            throw this.Misfit(
                inputShape,
                $"the layer was adapted to sizes ({string.Join(", ", learned.Dims)}) along its axes",
                "Give inputs of the same sizes, or adapt it to such data."
            );
        Write(learned.Mean, learned.Variance);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        int[] axes = AxesIn(input.Shape);
        var x = input.In(context);
        var (mean, deviation) = Mean is null ? Learned(context, axes, input.Shape) : Given(x, axes);
        return new SymbolicTensor(Invert ? mean + x * deviation : (x - mean) / deviation);
    }

    private protected override void Learn(TensorData data)
    {
        if (Mean is not null)
            throw IsFixed("mean and variance", "Leave them out.");
        int[] axes = AxesIn(data.Shape);
        long[] dims = [.. axes.Select(a => data.Shape[a].Value)];
        if (MeanWeight is not null && !MeanWeight.Shape.Equals(Shape.Of(dims)))
            throw new LayerException(
                Name,
                $"it was to adapt to data of shape {data.Shape}; it was built for sizes {MeanWeight.Shape} along its axes. Give data of these sizes."
            );
        var (mean, variance) = GroupStatistics.Of(data, Groups(data.Shape, axes), (int)Shape.Of(dims).ElementCount);
        _learned = (mean, variance, dims);
        if (MeanWeight is not null)
            Write(mean, variance);
    }

    private void Write(double[] mean, double[] variance)
    {
        Set(MeanWeight!, mean);
        Set(VarianceWeight!, variance);
    }

    private static void Set(Weight weight, double[] numbers) =>
        weight.State.Write(ConstantTensor.From(numbers, weight.ElementType, weight.State.Dims).Bytes);

    private (Value Mean, Value Deviation) Learned(CallContext context, int[] axes, Shape shape)
    {
        for (int i = 0; i < axes.Length; i++)
            if (shape[axes[i]].IsKnown && shape[axes[i]] != MeanWeight!.Shape[i])
                throw this.Misfit(
                    shape,
                    $"the layer was built for sizes {MeanWeight.Shape} along its axes",
                    "Give as many, or another layer."
                );
        var mean = context[MeanWeight!].Value;
        var variance = context[VarianceWeight!].Value;
        var deviation = Op.Max(Op.Sqrt(variance), variance.Like(Least));
        var beside = Beside(axes, shape.Rank, [.. MeanWeight!.Shape.Select(d => d.Value)]);
        return (Op.Reshape(mean, Shape.Of(beside)), Op.Reshape(deviation, Shape.Of(beside)));
    }

    private (Value Mean, Value Deviation) Given(Value x, int[] axes)
    {
        long[] dims = [.. axes.Select(a => x.Shape[a].Value)];
        var mean = Mean!.Broadcast(dims);
        var variance = Variance!.Broadcast(dims);
        if (mean is null || variance is null)
            throw this.Misfit(
                x.Shape,
                $"sizes along its axes were expected to which {Mean} broadcast",
                "Give a mean and a variance of other shapes."
            );
        var deviation = Array.ConvertAll(variance, v => Math.Max(Math.Sqrt(v), Least));
        var beside = Beside(axes, x.Rank, dims);
        return (Constant(mean), Constant(deviation));

        Value Constant(double[] numbers) =>
            x.Graph.Constant(
                Array.TrueForAll(numbers, n => n == numbers[0])
                    ? ConstantTensor.Scalar(numbers[0], x.ElementType)
                    : ConstantTensor.From(numbers, x.ElementType, beside)
            );
    }

    /// <summary>A shape in which sizes along axes broadcast against an input of a rank.</summary>
    private static long[] Beside(int[] axes, int rank, long[] dims)
    {
        if (axes.Length == 0)
            return [];
        var beside = new long[rank - axes[0]];
        Array.Fill(beside, 1);
        for (int i = 0; i < axes.Length; i++)
            beside[axes[i] - axes[0]] = dims[i];
        return beside;
    }

    /// <summary>For each place of an example the place along the kept axes.</summary>
    private static int[] Groups(Shape shape, int[] axes)
    {
        long[] dims = [.. shape.Skip(1).Select(d => d.Value)];
        var groups = new int[checked((int)Shape.Of(dims).ElementCount)];
        var index = new long[dims.Length];
        for (int place = 0; place < groups.Length; place++)
        {
            long group = 0;
            foreach (int axis in axes)
                group = group * dims[axis - 1] + index[axis - 1];
            groups[place] = (int)group;
            for (int i = dims.Length - 1; i >= 0 && ++index[i] == dims[i]; i--)
                index[i] = 0;
        }
        return groups;
    }

    private int[] AxesIn(Shape shape)
    {
        int[] axes = [.. _axis.Select(a => a < 0 ? a + shape.Rank : a).Order()];
        if (axes.Length == axes.Distinct().Count() && Array.TrueForAll(axes, a => a >= 1 && a < shape.Rank))
            return axes;
        throw this.Misfit(
            shape,
            $"axes ({string.Join(", ", _axis)}) other than the batch, each once, were expected",
            "Reshape it, choose other axes, or none (axis: null) for one mean of all numbers."
        );
    }
}

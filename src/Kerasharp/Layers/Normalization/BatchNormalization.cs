using System.Globalization;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Shifts and scales each channel to mean 0 and variance 1, then by learned numbers:
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta. While training, mean and variance are the batch's, and moving averages
/// of them are kept; otherwise, and where the layer is frozen (<see cref="Layer.Trainable"/> is false), they are the moving averages.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape of 2 dimensions or more, (batch, ..., channels).</para>
/// <para>Weights: <c>gamma</c>, <c>beta</c>, and not trained <c>moving_mean</c>, <c>moving_variance</c>, (channels) each.</para>
/// <para>The variance is the mean squared distance from the mean, in the moving average too:
/// moving = moving * momentum + batch * (1 - momentum).</para>
/// <para>Keras: <c>keras.layers.BatchNormalization</c>. Ioffe and Szegedy 2015.</para>
/// </remarks>
/// <example><code>new BatchNormalization()   // (None, 13, 13, 32) stays; 64 trained weights and 64 moving averages</code></example>
public sealed class BatchNormalization : Layer
{
    // What Keras adds to the number of elements that a mask leaves, so that none does not divide by 0.
    private const double MaskEpsilon = 1e-7;

    private readonly Initializer _betaInitializer;
    private readonly Initializer _gammaInitializer;
    private readonly Initializer _movingMeanInitializer;
    private readonly Initializer _movingVarianceInitializer;
    private readonly Regularizer? _betaRegularizer;
    private readonly Regularizer? _gammaRegularizer;

    /// <summary>A layer that normalises along all axes but one.</summary>
    /// <param name="axis">The axis of the channels; the last by default. Not the batch.</param>
    /// <param name="momentum">How much of the moving averages a step keeps, 0 to 1.</param>
    /// <param name="epsilon">What is added to the variance, above 0.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma is a factor.</param>
    /// <param name="betaInitializer">How beta is filled at first; <c>zeros</c> by default.</param>
    /// <param name="gammaInitializer">How gamma is filled at first; <c>ones</c> by default.</param>
    /// <param name="movingMeanInitializer">How the moving mean begins; <c>zeros</c> by default.</param>
    /// <param name="movingVarianceInitializer">How the moving variance begins; <c>ones</c> by default.</param>
    /// <param name="betaRegularizer">The penalty on beta; none by default.</param>
    /// <param name="gammaRegularizer">The penalty on gamma; none by default.</param>
    /// <param name="name">The layer's name; <c>batch_normalization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Momentum or epsilon is out of its range.</exception>
    public BatchNormalization(
        int axis = -1,
        double momentum = 0.99,
        double epsilon = 1e-3,
        bool center = true,
        bool scale = true,
        Initializer? betaInitializer = null,
        Initializer? gammaInitializer = null,
        Initializer? movingMeanInitializer = null,
        Initializer? movingVarianceInitializer = null,
        Regularizer? betaRegularizer = null,
        Regularizer? gammaRegularizer = null,
        string? name = null
    )
        : base(name)
    {
        if (!(momentum >= 0 && momentum <= 1))
            throw OutOfRange(nameof(momentum), momentum, "0 to 1");
        if (!(epsilon > 0 && double.IsFinite(epsilon)))
            throw OutOfRange(nameof(epsilon), epsilon, "a number above 0");
        Axis = axis;
        Momentum = momentum;
        Epsilon = epsilon;
        Center = center;
        Scale = scale;
        _betaInitializer = betaInitializer ?? "zeros";
        _gammaInitializer = gammaInitializer ?? "ones";
        _movingMeanInitializer = movingMeanInitializer ?? "zeros";
        _movingVarianceInitializer = movingVarianceInitializer ?? "ones";
        _betaRegularizer = betaRegularizer;
        _gammaRegularizer = gammaRegularizer;
    }

    /// <summary>The axis of the channels, as it was given.</summary>
    public int Axis { get; }

    /// <summary>How much of the moving averages a step keeps.</summary>
    public double Momentum { get; }

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether gamma is a factor.</summary>
    public bool Scale { get; }

    /// <summary>The factor, (channels); null until the layer is built, and without scale.</summary>
    public Weight? Gamma { get; private set; }

    /// <summary>The summand, (channels); null until the layer is built, and without center.</summary>
    public Weight? Beta { get; private set; }

    /// <summary>The moving average of means, (channels); null until the layer is built.</summary>
    public Weight? MovingMean { get; private set; }

    /// <summary>The moving average of variances, (channels); null until the layer is built.</summary>
    public Weight? MovingVariance { get; private set; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int axis = AxisIn(inputShape);
        long channels = this.KnownChannels(inputShape, Axis < 0 ? Axis : axis);
        if (Scale)
            Gamma = AddWeight("gamma", [channels], _gammaInitializer, regularizer: _gammaRegularizer);
        if (Center)
            Beta = AddWeight("beta", [channels], _betaInitializer, regularizer: _betaRegularizer);
        MovingMean = AddWeight("moving_mean", [channels], _movingMeanInitializer, trainable: false);
        MovingVariance = AddWeight("moving_variance", [channels], _movingVarianceInitializer, trainable: false);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        int axis = AxisIn(input.Shape);
        var needed = MovingMean!.Shape[0];
        if (input.Shape[axis].IsKnown && input.Shape[axis] != needed)
            throw this.Misfit(
                input.Shape,
                $"the layer was built for {needed} channels along axis {axis}",
                "Give as many, or another layer."
            );
        var x = input.In(context);
        bool ofBatch = context.Training && Trainable;
        return new SymbolicTensor(
            ofBatch ? ByBatch(context, x, axis, context.GetMask(input)?.Value) : ByMoving(context, x, axis)
        );
    }

    /// <summary>From operators that every device has, since ONNX's own training mode is not among them.</summary>
    private Value ByBatch(CallContext context, Value x, int axis, Value? mask)
    {
        long[] others = Enumerable.Range(0, x.Rank).Where(a => a != axis).Select(a => (long)a).ToArray();
        var weights = mask is null ? null : Widen(Op.Cast(mask, x.ElementType), x.Rank);
        var mean = Mean(x);
        // As a sum with the negative mean: backwards, too, it is then the mean's few numbers that change their sign.
        var centred = x + -mean;
        var variance = Mean(centred * centred);
        Average(context, MovingMean!, mean);
        Average(context, MovingVariance!, variance);

        var factor = 1 / Op.Sqrt(variance + Epsilon);
        if (Gamma is not null)
            factor = Along(context[Gamma].Value, x.Rank, axis) * factor;
        var y = centred * factor;
        return Beta is null ? y : y + Along(context[Beta].Value, x.Rank, axis);

        Value Mean(Value of) =>
            weights is null
                ? Op.ReduceMean(of, others, keepDims: true)
                : Op.ReduceSum(of * weights, others, keepDims: true)
                    / (Op.ReduceSum(Op.ExpandLike(weights, of), others, keepDims: true) + MaskEpsilon);
    }

    private Value ByMoving(CallContext context, Value x, int axis)
    {
        int[] order = [0, axis, .. Enumerable.Range(1, x.Rank - 1).Where(a => a != axis)];
        var y = Op.BatchNormalization(
            Op.Transpose(x, order),
            Gamma is null ? Filled(1) : context[Gamma].Value,
            Beta is null ? Filled(0) : context[Beta].Value,
            context[MovingMean!].Value,
            context[MovingVariance!].Value,
            Epsilon
        );
        return Op.Transpose(y, Permutations.Inverse(order));

        Value Filled(double number) =>
            x.Graph.Constant(ConstantTensor.Filled(number, x.ElementType, [MovingMean!.Shape[0].Value]));
    }

    private void Average(CallContext context, Weight moving, Value batch)
    {
        var one = Op.Cast(Op.Reshape(batch, moving.Shape), moving.ElementType);
        context.AddUpdate(moving, new SymbolicTensor(context.Latest(moving).Value * Momentum + one * (1 - Momentum)));
    }

    /// <summary>A number for each channel as it broadcasts against the input.</summary>
    private static Value Along(Value vector, int rank, int axis)
    {
        var shape = new Dim[rank - axis];
        Array.Fill(shape, 1);
        shape[0] = vector.Shape[0];
        return Op.Reshape(vector, new Shape(shape));
    }

    private static Value Widen(Value mask, int rank) =>
        mask.Rank == rank
            ? mask
            : Op.Unsqueeze(mask, Enumerable.Range(mask.Rank, rank - mask.Rank).Select(a => (long)a).ToArray());

    private int AxisIn(Shape shape)
    {
        int axis = Axis < 0 ? Axis + shape.Rank : Axis;
        if (shape.Rank >= 2 && axis >= 1 && axis < shape.Rank)
            return axis;
        throw this.Misfit(
            shape,
            string.Create(
                CultureInfo.InvariantCulture,
                $"2 dimensions or more were expected, one of them, other than the batch, the axis {Axis} of the channels"
            ),
            "Change the axis or reshape the input."
        );
    }

    private static ArgumentOutOfRangeException OutOfRange(string name, double value, string expected) =>
        new(
            name,
            value,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name} of {value} came; {expected} was expected. Keras's default serves most models."
            )
        );
}

using Kerasharp.Constraints;
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
/// <para>Weights: <c>gamma</c>, <c>beta</c>, and not trained <c>moving_mean</c>, <c>moving_variance</c>, (channels) each; with renorm
/// also <c>moving_stddev</c>, <c>renorm_mean</c>, <c>renorm_stddev</c>.</para>
/// <para>The variance is the mean squared distance from the mean, in the moving average too:
/// moving = moving * momentum + batch * (1 - momentum).</para>
/// <para>With renorm, training gives gamma * ((x - mean) / deviation * r + d) + beta, where r = deviation / renorm_stddev and
/// d = (mean - renorm_mean) / renorm_stddev are taken as constants: values are, but for clipping, those that the averages would give. The
/// deviation is sqrt(variance + epsilon), of which averages are kept then; moving_variance = max(moving_stddev² - epsilon, 0).</para>
/// <para>Elements that a mask leaves out do not count in mean and variance.</para>
/// <para>Keras: <c>keras.layers.BatchNormalization</c>. Ioffe and Szegedy 2015; renorm: Ioffe 2017.</para>
/// </remarks>
/// <example><code>new BatchNormalization()   // (None, 13, 13, 32) stays; 64 trained weights and 64 moving averages</code></example>
public sealed class BatchNormalization : AffineNormalization
{
    // What Keras adds to the number of elements that a mask leaves, so that none does not divide by 0.
    private const double MaskEpsilon = 1e-7;

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
    /// <param name="betaConstraint">What beta must fulfil after each update; nothing by default.</param>
    /// <param name="gammaConstraint">What gamma must fulfil after each update; nothing by default.</param>
    /// <param name="renorm">Whether training, too, goes by averages (batch renormalisation).</param>
    /// <param name="renormClipping">Bounds of renorm's correction; none by default.</param>
    /// <param name="renormMomentum">How much of the averages that training goes by a step keeps, 0 to 1.</param>
    /// <param name="synchronized">Whether a batch's statistics are those of all replicas. There is one here, so either gives the same.</param>
    /// <param name="name">The layer's name; <c>batch_normalization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A momentum or epsilon is out of its range.</exception>
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
        Constraint? betaConstraint = null,
        Constraint? gammaConstraint = null,
        bool renorm = false,
        RenormClipping? renormClipping = null,
        double renormMomentum = 0.99,
        bool synchronized = false,
        string? name = null
    )
        : base(
            epsilon,
            center,
            scale,
            betaInitializer,
            gammaInitializer,
            betaRegularizer,
            gammaRegularizer,
            betaConstraint,
            gammaConstraint,
            name
        )
    {
        Axis = axis;
        Momentum = CheckMomentum(momentum, nameof(momentum));
        MovingMeanInitializer = movingMeanInitializer ?? "zeros";
        MovingVarianceInitializer = movingVarianceInitializer ?? "ones";
        Renorm = renorm;
        RenormClipping = renormClipping ?? (renorm ? new() : null);
        RenormMomentum = CheckMomentum(renormMomentum, nameof(renormMomentum));
        Synchronized = synchronized;
    }

    /// <summary>The axis of the channels, as it was given.</summary>
    public int Axis { get; }

    /// <summary>How much of the moving averages a step keeps.</summary>
    public double Momentum { get; }

    /// <summary>How the moving mean begins.</summary>
    public Initializer MovingMeanInitializer { get; }

    /// <summary>How the moving variance begins.</summary>
    public Initializer MovingVarianceInitializer { get; }

    /// <summary>Whether training, too, goes by averages.</summary>
    public bool Renorm { get; }

    /// <summary>Bounds of renorm's correction.</summary>
    public RenormClipping? RenormClipping { get; }

    /// <summary>How much of the averages that training goes by a step keeps.</summary>
    public double RenormMomentum { get; }

    /// <summary>Whether a batch's statistics are those of all replicas, of which there is one.</summary>
    public bool Synchronized { get; }

    /// <summary>The moving average of means, (channels); null until the layer is built.</summary>
    public Weight? MovingMean { get; private set; }

    /// <summary>The moving average of variances, (channels); null until the layer is built.</summary>
    public Weight? MovingVariance { get; private set; }

    /// <summary>The moving average of deviations, (channels); null until the layer is built, and without renorm.</summary>
    public Weight? MovingStddev { get; private set; }

    /// <summary>The average of means that training goes by, (channels); null until the layer is built, and without renorm.</summary>
    public Weight? RenormMean { get; private set; }

    /// <summary>The average of deviations that training goes by, (channels); null until the layer is built, and without renorm.</summary>
    public Weight? RenormStddev { get; private set; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int axis = AxisIn(inputShape, Axis);
        long[] channels = [this.KnownChannels(inputShape, Axis < 0 ? Axis : axis)];
        AddGammaAndBeta(channels);
        MovingMean = Average("moving_mean", MovingMeanInitializer);
        MovingVariance = Average("moving_variance", MovingVarianceInitializer);
        if (!Renorm)
            return;
        MovingStddev = Average("moving_stddev", new SquareRoots(MovingVarianceInitializer));
        RenormMean = Average("renorm_mean", MovingMeanInitializer);
        RenormStddev = Average("renorm_stddev", new SquareRoots(MovingVarianceInitializer));

        Weight Average(string name, Initializer initializer) =>
            AddWeight(name, channels, initializer, trainable: false);
    }

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        int axis = AxisIn(input.Shape, Axis);
        CheckChannels(input.Shape, axis, MovingMean!.Shape[0]);
        var x = input.In(context);
        bool ofBatch = context.Training && Trainable;
        return new SymbolicTensor(
            ofBatch ? ByBatch(context, x, axis, context.GetMask(input)?.Value) : ByMoving(context, x, axis)
        );
    }

    /// <summary>From operators that every device has, since ONNX's own training mode is not among them.</summary>
    private Value ByBatch(CallContext context, Value x, int axis, Value? mask)
    {
        if (mask is null && !Renorm && x.ElementType == ElementType.Float32)
            return ByWholeBatch(context, x, axis);
        long[] others = Enumerable.Range(0, x.Rank).Where(a => a != axis).Select(a => (long)a).ToArray();
        var counts = mask is null ? null : Widen(mask, x.Rank);
        var mean = Mean(x);
        // As a sum with the negative mean: backwards, too, it is then the mean's few numbers that change their sign.
        var centred = x + -mean;
        var variance = Mean(centred * centred);
        var deviation = Op.Sqrt(variance + Epsilon);
        var factor = 1 / deviation;
        var gamma = Gamma is null ? null : Along(context[Gamma].Value, x.Rank, axis);
        var beta = Beta is null ? null : Along(context[Beta].Value, x.Rank, axis);
        Average(context, MovingMean!, mean, Momentum);
        if (Renorm)
        {
            var (r, d) = Correction(context, mean, deviation, axis);
            AverageForRenorm(context, mean, deviation);
            factor *= r;
            var shift = gamma is null ? d : gamma * d;
            beta = beta is null ? shift : beta + shift;
        }
        else
        {
            Average(context, MovingVariance!, variance, Momentum);
        }
        if (gamma is not null)
            factor = gamma * factor;
        var y = centred * factor;
        return beta is null ? y : y + beta;

        Value Mean(Value of) =>
            counts is null
                ? Op.ReduceMean(of, others, keepDims: true)
                : Op.ReduceSum(Op.Where(counts, of, of.Like(0)), others, keepDims: true)
                    / (
                        Op.ReduceSum(Op.ExpandLike(Op.Cast(counts, of.ElementType), of), others, keepDims: true)
                        + MaskEpsilon
                    );
    }

    /// <summary>The same where all elements count, and the batch decides alone.</summary>
    private Value ByWholeBatch(CallContext context, Value x, int axis)
    {
        var channels = MovingMean!.Shape;
        var (y, mean, variance) = Op.BatchNormalize(
            x,
            Filled(context, Gamma, 1, channels, x),
            Filled(context, Beta, 0, channels, x),
            axis,
            Epsilon
        );
        Average(context, MovingMean, mean, Momentum);
        Average(context, MovingVariance!, variance, Momentum);
        return y;
    }

    private Value ByMoving(CallContext context, Value x, int axis)
    {
        int[] order = [0, axis, .. Enumerable.Range(1, x.Rank - 1).Where(a => a != axis)];
        var channels = MovingMean!.Shape;
        var y = Op.BatchNormalization(
            Op.Transpose(x, order),
            Filled(context, Gamma, 1, channels, x),
            Filled(context, Beta, 0, channels, x),
            context[MovingMean].Value,
            context[MovingVariance!].Value,
            Epsilon
        );
        return Op.Transpose(y, Permutations.Inverse(order));
    }

    /// <summary>What makes of values by the batch's statistics values by the averages; constants for gradients.</summary>
    private (Value R, Value D) Correction(CallContext context, Value mean, Value deviation, int axis)
    {
        int rank = mean.Rank;
        var averageMean = Along(context.Latest(RenormMean!).Value, rank, axis);
        var averageDeviation = Along(context.Latest(RenormStddev!).Value, rank, axis);
        averageDeviation = Op.Max(averageDeviation, averageDeviation.Like(Math.Sqrt(Epsilon)));
        var r = RenormClipping!.ClipFactor(new SymbolicTensor(deviation / averageDeviation));
        var d = RenormClipping.ClipSummand(new SymbolicTensor((mean - averageMean) / averageDeviation));
        return (Ops.StopGradient(r).Value, Ops.StopGradient(d).Value);
    }

    private void AverageForRenorm(CallContext context, Value mean, Value deviation)
    {
        Average(context, RenormMean!, mean, RenormMomentum);
        Average(context, RenormStddev!, deviation, RenormMomentum);
        Average(context, MovingStddev!, deviation, Momentum);
        var moving = context.Latest(MovingStddev!);
        context.AddUpdate(MovingVariance!, Ops.Relu(moving * moving - Epsilon));
    }

    private static void Average(CallContext context, Weight moving, Value batch, double momentum)
    {
        var one = Op.Cast(Op.Reshape(batch, moving.Shape), moving.ElementType);
        context.AddUpdate(moving, new SymbolicTensor(context.Latest(moving).Value * momentum + one * (1 - momentum)));
    }

    private static Value Widen(Value mask, int rank) =>
        mask.Rank == rank
            ? mask
            : Op.Unsqueeze(mask, Enumerable.Range(mask.Rank, rank - mask.Rank).Select(a => (long)a).ToArray());
}

using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Divides each example's channels into groups, shifts and scales each group to mean 0 and variance 1, then each channel by learned
/// numbers: y = gamma * (x - mean) / sqrt(variance + epsilon) + beta. One group takes all channels together; as many groups as channels
/// are instance normalisation.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape of 2 dimensions or more, (batch, ..., channels).</para>
/// <para>Weights: <c>gamma</c>, <c>beta</c>, (channels) each.</para>
/// <para>Keras: <c>keras.layers.GroupNormalization</c>. Wu and He 2018.</para>
/// </remarks>
/// <example><code>
/// new GroupNormalization(groups: 8)    // (None, 13, 13, 32) stays; groups of 4 channels
/// new GroupNormalization(groups: -1)   // each channel by itself
/// </code></example>
public sealed class GroupNormalization : AffineNormalization
{
    /// <summary>A layer of a number of groups.</summary>
    /// <param name="groups">How many groups there are; divides the channels. -1: as many as channels.</param>
    /// <param name="axis">The axis of the channels; the last by default. Not the batch.</param>
    /// <param name="epsilon">What is added to the variance, above 0.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether gamma is a factor.</param>
    /// <param name="betaInitializer">How beta is filled at first; <c>zeros</c> by default.</param>
    /// <param name="gammaInitializer">How gamma is filled at first; <c>ones</c> by default.</param>
    /// <param name="betaRegularizer">The penalty on beta; none by default.</param>
    /// <param name="gammaRegularizer">The penalty on gamma; none by default.</param>
    /// <param name="betaConstraint">What beta must fulfil after each update; nothing by default.</param>
    /// <param name="gammaConstraint">What gamma must fulfil after each update; nothing by default.</param>
    /// <param name="name">The layer's name; <c>group_normalization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The groups or epsilon are out of their range.</exception>
    public GroupNormalization(
        int groups = 32,
        int axis = -1,
        double epsilon = 1e-3,
        bool center = true,
        bool scale = true,
        Initializer? betaInitializer = null,
        Initializer? gammaInitializer = null,
        Regularizer? betaRegularizer = null,
        Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null,
        Constraint? gammaConstraint = null,
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
        Groups = groups == -1 ? -1 : Arguments.Positive(groups, nameof(groups));
        Axis = axis;
    }

    /// <summary>How many groups there are; -1 for as many as channels.</summary>
    public int Groups { get; }

    /// <summary>The axis of the channels, as it was given.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) => AddGammaAndBeta([ChannelsIn(inputShape)]);

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        int axis = AxisIn(input.Shape, Axis);
        if ((Gamma ?? Beta) is { } weight)
            CheckChannels(input.Shape, axis, weight.Shape[0]);
        long channels = ChannelsIn(input.Shape);
        var x = input.In(context);
        int[] order = [0, axis, .. Enumerable.Range(1, x.Rank - 1).Where(a => a != axis)];
        // ONNX's operator wants a place for each channel, if only one.
        bool isFlat = x.Rank == 2;
        var first = isFlat ? Op.Unsqueeze(x, [2]) : Op.Transpose(x, order);
        var y = Op.GroupNormalization(
            first,
            Filled(context, Gamma, 1, Shape.Of(channels), x),
            Filled(context, Beta, 0, Shape.Of(channels), x),
            Groups == -1 ? checked((int)channels) : Groups,
            Epsilon
        );
        return new SymbolicTensor(isFlat ? Op.Squeeze(y, [2]) : Op.Transpose(y, Permutations.Inverse(order)));
    }

    private long ChannelsIn(Shape shape)
    {
        int axis = AxisIn(shape, Axis);
        long channels = (Gamma ?? Beta)?.Shape[0].Value ?? this.KnownChannels(shape, Axis < 0 ? Axis : axis);
        return Groups == -1 || channels % Groups == 0
            ? channels
            : throw this.Misfit(
                shape,
                $"a number of channels that {Groups} groups divide was expected, not {channels}",
                "Change the groups or the layer before."
            );
    }
}

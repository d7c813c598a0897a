using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Turns pairs of features by angles that grow with the place, so that products of queries and keys depend on their distance alone:
/// of x = (a, b), in halves, (a cos - b sin, b cos + a sin), feature j of each half by the angle
/// (i / scalingFactor) / maxWavelength^(2 j / n) at place i.
/// </summary>
/// <remarks>
/// <para>Input: any shape of 3 dimensions or more, as (batch, T, n) or (batch, T, heads, n), n even. Output: the same shape.</para>
/// <para>Keras: <c>keras_hub.layers.RotaryEmbedding</c>. Su and others 2021, https://arxiv.org/abs/2104.09864.</para>
/// </remarks>
/// <example><code>var q = new RotaryEmbedding().Apply(query);   // (None, 256, 8, 64) stays</code></example>
public sealed class RotaryEmbedding : PositionalLayer
{
    /// <summary>A layer of angles.</summary>
    /// <param name="maxWavelength">The bound of the waves' lengths, in places over 2π, above 0.</param>
    /// <param name="scalingFactor">What places are divided by, above 0.</param>
    /// <param name="sequenceAxis">The axis of places; not the batch.</param>
    /// <param name="featureAxis">The axis of features.</param>
    /// <param name="name">The layer's name; <c>rotary_embedding</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0, or an axis the batch's.</exception>
    public RotaryEmbedding(
        double maxWavelength = 10000,
        double scalingFactor = 1,
        int sequenceAxis = 1,
        int featureAxis = -1,
        string? name = null
    )
        : base(name)
    {
        MaxWavelength = Arguments.AboveZero(maxWavelength, nameof(maxWavelength));
        ScalingFactor = Arguments.AboveZero(scalingFactor, nameof(scalingFactor));
        SequenceAxis = Arguments.NotBatch(sequenceAxis, nameof(sequenceAxis));
        FeatureAxis = Arguments.NotBatch(featureAxis, nameof(featureAxis));
    }

    /// <summary>The bound of the waves' lengths, in places over 2π.</summary>
    public double MaxWavelength { get; }

    /// <summary>What places are divided by.</summary>
    public double ScalingFactor { get; }

    /// <summary>The axis of places.</summary>
    public int SequenceAxis { get; }

    /// <summary>The axis of features.</summary>
    public int FeatureAxis { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        int sequence = SequenceAxis < 0 ? SequenceAxis + input.Rank : SequenceAxis;
        int feature = FeatureAxis < 0 ? FeatureAxis + input.Rank : FeatureAxis;
        if (input.Rank < 3 || sequence == feature || !IsAxis(sequence) || !IsAxis(feature))
            throw this.Misfit(
                input.Shape,
                $"3 dimensions or more were expected, among them the axes {SequenceAxis} and {FeatureAxis}, which are two",
                "Reshape it, or change sequenceAxis or featureAxis."
            );
        long size = this.KnownChannels(input.Shape, feature == input.Rank - 1 ? -1 : feature);
        if (size % 2 != 0)
            throw this.Misfit(
                input.Shape,
                $"an even number of features was expected along axis {FeatureAxis}, since they are turned in pairs",
                "Give one more or less."
            );
        var x = input.In(context);
        var frequencies = Enumerable
            .Range(0, (int)size)
            .Select(j => Math.Pow(MaxWavelength, -2.0 * (j % (size / 2)) / size) / ScalingFactor);
        var places = Along(Places(context, x, sequence, Start(context)), sequence, x.Rank);
        var angles = places * Along(Waves.Row(x, frequencies), feature, x.Rank);
        var halves = Op.Split(x, feature, size / 2, size / 2);
        var turned = Op.Concat([-halves[1], halves[0]], feature);
        return new SymbolicTensor(x * Op.Cos(angles) + turned * Op.Sin(angles));

        bool IsAxis(int axis) => axis > 0 && axis < input.Rank;
    }

    /// <summary>A vector along one axis of so many.</summary>
    private static Value Along(Value vector, int axis, int rank) =>
        Op.Unsqueeze(vector, [.. Enumerable.Range(0, rank).Where(a => a != axis).Select(a => (long)a)]);
}

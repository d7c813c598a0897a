using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Scales each example by itself so that its root mean square along axes is 1, then by learned numbers:
/// y = scale * x / sqrt(mean(x²) + epsilon).
/// </summary>
/// <remarks>
/// <para>Input and output: any shape of 2 dimensions or more.</para>
/// <para>Weight: <c>scale</c>, of the shape of the normalised axes.</para>
/// <para>As in Keras, the output has no mask.</para>
/// <para>Keras: <c>keras.layers.RMSNormalization</c>. Zhang and Sennrich 2019.</para>
/// </remarks>
/// <example><code>new RMSNormalization()   // (None, 10, 64) stays; a scale of 64</code></example>
public sealed class RMSNormalization : Layer
{
    /// <summary>A layer that normalises along axes.</summary>
    /// <param name="axis">The axis, or the axes, to normalise along; the last by default. Not the batch.</param>
    /// <param name="epsilon">What is added to the mean square, above 0.</param>
    /// <param name="name">The layer's name; <c>rms_normalization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Epsilon is out of its range.</exception>
    public RMSNormalization(Axes? axis = null, double epsilon = 1e-6, string? name = null)
        : base(name)
    {
        Axis = axis ?? -1;
        Epsilon = AffineNormalization.CheckEpsilon(epsilon);
    }

    /// <summary>The axes to normalise along, as they were given.</summary>
    public Axes Axis { get; }

    /// <summary>What is added to the mean square.</summary>
    public double Epsilon { get; }

    /// <summary>The factor, of the normalised axes' shape; null until the layer is built.</summary>
    public Weight? Scale { get; private set; }

    private protected override bool ComputesWide => true;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int[] axes = NormalizedAxes.In(this, inputShape, Axis);
        Scale = AddWeight("scale", NormalizedAxes.KnownSizes(this, inputShape, axes), "ones");
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        int[] axes = NormalizedAxes.In(this, input.Shape, Axis);
        NormalizedAxes.Check(this, input.Shape, axes, Scale!.Shape);
        var x = input.In(context);
        var square = Op.ReduceMean(x * x, Array.ConvertAll(axes, a => (long)a), keepDims: true);
        var scale = NormalizedAxes.Along(context[Scale].Value, x.Rank, axes);
        return new SymbolicTensor(x * (1 / Op.Sqrt(square + Epsilon)) * scale);
    }
}

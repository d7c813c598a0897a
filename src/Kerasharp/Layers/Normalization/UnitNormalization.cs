using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Scales the vectors along axes to length 1: y = x / sqrt(max(sum(x²), 1e-24)). Zeros stay zeros.</summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>Keras: <c>keras.layers.UnitNormalization</c>.</para>
/// </remarks>
/// <example><code>new UnitNormalization()   // (3, 4) becomes (0.6, 0.8)</code></example>
public sealed class UnitNormalization : Layer
{
    // The square of Keras's 1e-12.
    private const double LeastSquare = 1e-24;

    /// <summary>A layer that normalises along axes.</summary>
    /// <param name="axis">The axis, or the axes, of the vectors; the last by default.</param>
    /// <param name="name">The layer's name; <c>unit_normalization</c>, numbered, by default.</param>
    public UnitNormalization(Axes? axis = null, string? name = null)
        : base(name) => Axis = axis ?? -1;

    /// <summary>The axes of the vectors, as they were given.</summary>
    public Axes Axis { get; }

    private protected override bool ComputesWide => true;

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        var x = input.In(context);
        if (Axis.Any(a => a < -x.Rank || a >= x.Rank))
            throw this.Misfit(
                input.Shape,
                $"the axis {Axis} must name axes of it",
                "Change the axis or reshape the input."
            );
        var square = Op.ReduceSumSquare(x, Axis.Select(a => (long)a).ToArray(), keepDims: true);
        return new SymbolicTensor(x / Op.Sqrt(Op.Max(square, square.Like(LeastSquare))));
    }
}

using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Hands its input on, and adds a penalty on it to the loss: (l1 * sum(|x|) + l2 * sum(x²)) / batch.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>Keras: <c>keras.layers.ActivityRegularization</c>.</para>
/// </remarks>
/// <example><code>new ActivityRegularization(l1: 1e-4)</code></example>
public sealed class ActivityRegularization : Layer
{
    /// <summary>A layer of a penalty.</summary>
    /// <param name="l1">The factor of absolute values, 0 or more.</param>
    /// <param name="l2">The factor of squares, 0 or more.</param>
    /// <param name="name">The layer's name; <c>activity_regularization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public ActivityRegularization(double l1 = 0.0, double l2 = 0.0, string? name = null)
        : base(name)
    {
        ActivityRegularizer = new L1L2(l1, l2);
        L1 = l1;
        L2 = l2;
    }

    /// <summary>The factor of absolute values.</summary>
    public double L1 { get; }

    /// <summary>The factor of squares.</summary>
    public double L2 { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) => new(input.In(context));
}

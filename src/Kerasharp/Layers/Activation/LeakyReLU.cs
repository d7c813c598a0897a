using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>x from 0 on, negativeSlope x below.</summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>Keras: <c>keras.layers.LeakyReLU</c>.</para>
/// </remarks>
/// <example><code>new LeakyReLU(negativeSlope: 0.1)</code></example>
public sealed class LeakyReLU : Layer
{
    /// <summary>A layer of the function.</summary>
    /// <param name="negativeSlope">The slope below 0, at least 0.</param>
    /// <param name="name">The layer's name; <c>leaky_re_lu</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is below 0.</exception>
    public LeakyReLU(double negativeSlope = 0.3, string? name = null)
        : base(name) => NegativeSlope = Arguments.NotNegative(negativeSlope, nameof(negativeSlope));

    /// <summary>The slope below 0.</summary>
    public double NegativeSlope { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
        new(Op.LeakyRelu(input.In(context), NegativeSlope));
}

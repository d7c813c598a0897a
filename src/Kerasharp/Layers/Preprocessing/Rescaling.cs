namespace Kerasharp.Layers;

/// <summary>
/// Multiplies by a number and adds another: y = x * scale + offset. Integers become floating-point numbers first, so that images can
/// stay bytes until they are inside the model.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>Keras: <c>keras.layers.Rescaling</c>.</para>
/// </remarks>
/// <example><code>
/// new Rescaling(1.0 / 255)               // 0..255 becomes 0..1
/// new Rescaling(1.0 / 127.5, offset: -1)   // 0..255 becomes -1..1
/// </code></example>
public sealed class Rescaling : Layer
{
    /// <summary>A layer of a factor and a summand.</summary>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added after.</param>
    /// <param name="name">The layer's name; <c>rescaling</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of the numbers is not finite.</exception>
    public Rescaling(double scale, double offset = 0, string? name = null)
        : base(name)
    {
        Scale = Arguments.Finite(scale, nameof(scale));
        Offset = Arguments.Finite(offset, nameof(offset));
    }

    /// <summary>The factor.</summary>
    public double Scale { get; }

    /// <summary>What is added after.</summary>
    public double Offset { get; }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
        new(input.In(context) * Scale + Offset);
}

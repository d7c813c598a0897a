using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Waves of growing length that tell places apart without learning: of feature j at place i the sine, or for odd j the cosine, of
/// i / maxWavelength^(2 ⌊j/2⌋ / n).
/// </summary>
/// <remarks>
/// <para>Input: (batch, ..., T, n), of which the shape alone matters. Output: the same shape, to be added to the input.</para>
/// <para>Keras: <c>keras_hub.layers.SinePositionEncoding</c>. Vaswani and others 2017, Attention Is All You Need.</para>
/// </remarks>
/// <example><code>var y = x + new SinePositionEncoding().Apply(x);   // (None, None, 128) stays</code></example>
public sealed class SinePositionEncoding : PositionalLayer
{
    /// <summary>A layer of waves up to a length.</summary>
    /// <param name="maxWavelength">The bound of the lengths, in places over 2π, above 0.</param>
    /// <param name="name">The layer's name; <c>sine_position_encoding</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not above 0.</exception>
    public SinePositionEncoding(double maxWavelength = 10000, string? name = null)
        : base(name) => MaxWavelength = Arguments.AboveZero(maxWavelength, nameof(maxWavelength));

    /// <summary>The bound of the waves' lengths, in places over 2π.</summary>
    public double MaxWavelength { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        if (input.Rank < 3)
            throw this.Misfit(
                input.Shape,
                "3 dimensions or more (batch, ..., places, features) were expected",
                "Reshape it."
            );
        long size = this.KnownChannels(input.Shape);
        var x = input.In(context);
        var places = Op.Unsqueeze(Places(context, x, x.Rank - 2, Start(context)), [1]);
        var frequencies = Enumerable
            .Range(0, (int)size)
            .Select(j => Math.Pow(MaxWavelength, -(j / 2 * 2) / (double)size));
        // A cosine is a sine a quarter of a turn later.
        var later = Enumerable.Range(0, (int)size).Select(j => j % 2 * Math.PI / 2);
        var waves = Op.Sin(places * Waves.Row(x, frequencies) + Waves.Row(x, later));
        return new SymbolicTensor(Op.ExpandLike(waves, x));
    }
}

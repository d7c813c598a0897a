using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// While training, leaves each image few levels of each colour: of pixels as bytes the first bits are kept, the others become 0. Outside
/// training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels) or one image, or in the other format.</para>
/// <para>y = floor(x / 2^(8 - n)) 2^(8 - n) with a number n of bits for each image. As in Keras, n is drawn from the lower bound up to, but
/// without, the upper one, where they differ.</para>
/// <para>Keras: <c>keras.layers.RandomPosterization</c>.</para>
/// </remarks>
/// <example><code>new RandomPosterization((3, 3))   // 8 levels</code></example>
public sealed class RandomPosterization : RandomImageAugmentation
{
    private const int AllBits = 8;

    /// <summary>A layer of a number of bits.</summary>
    /// <param name="factor">The range of the number of bits, whole numbers within 1 to 8: a number stands for (1, number).</param>
    /// <param name="valueRange">The least and the greatest number that pixels have; (0, 255) by default.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>random_posterization</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not of whole numbers within 1 to 8, or the value range is none.</exception>
    public RandomPosterization(
        Factor factor,
        Interval? valueRange = null,
        string? dataFormat = null,
        int? seed = null,
        string? name = null
    )
        : base(dataFormat, seed, name)
    {
        Factor = factor.Within(1, AllBits, nameof(factor));
        if (!double.IsInteger(Factor.Lower) || !double.IsInteger(Factor.Upper))
            throw new ArgumentOutOfRangeException(
                nameof(factor),
                $"A factor of {factor} came; whole numbers of bits were expected. Give numbers of 1 to 8."
            );
        ValueRange = Interval.OfPixels(valueRange);
    }

    /// <summary>The range that the number of bits is drawn from.</summary>
    public Interval Factor { get; }

    /// <summary>The least and the greatest number that pixels have.</summary>
    public Interval ValueRange { get; }

    /// <summary>The distance between two levels.</summary>
    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images)
    {
        if (Factor.Length == 0)
            return [Ops.Constant(Math.Pow(2, AllBits - Factor.Lower), images)];
        // Rounding may lead to the upper bound itself.
        var bits = Ops.Minimum(Floor(Uniform(context, images, Factor)), Factor.Upper - 1);
        return [Ops.Exp((AllBits - bits) * Math.Log(2))];
    }

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var bytes = Interval.Bytes.Clip(ValueRange.To(Interval.Bytes, images));
        return Interval.Bytes.To(ValueRange, Floor(bytes / drawn[0]) * drawn[0]);
    }

    private static SymbolicTensor Floor(SymbolicTensor x) => new(Op.Floor(x.Value));
}

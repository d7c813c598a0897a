using System.Text;
using Kerasharp.Data;

namespace Kerasharp.Layers;

/// <summary>
/// Strings or whole numbers by a hash in so many bins: categories without a vocabulary, at the price that some share a bin.
/// </summary>
/// <remarks>
/// <para>The bin is FarmHash's fingerprint of the string, or SipHash-2-4 of it under a salt, modulo the number of bins; it is the same on every
/// machine, and the same as Keras's. Numbers are hashed as their decimal digits. With a mask value bin 0 is that value's, and the others share
/// the bins behind it.</para>
/// <para>Input: strings or whole numbers of any shape, before the model. Output: the same shape as int64 in the mode <c>int</c>; in the other
/// modes rows as long as there are bins, as <see cref="CategoryEncoding"/> makes them.</para>
/// <para>Keras: <c>keras.layers.Hashing</c>; Pike, "Introducing FarmHash"; Aumasson and Bernstein, "SipHash: a fast short-input PRF".</para>
/// </remarks>
/// <example><code>
/// TensorData bins = new Hashing(numBins: 3).Apply(["A", "B", "C", "D", "E"]);   // [1, 0, 1, 1, 2]
/// </code></example>
public sealed class Hashing : TextLayer
{
    private readonly StringBuckets _buckets;
    private readonly string? _mask;

    /// <summary>A layer of so many bins.</summary>
    /// <param name="numBins">How many bins there are, that of the mask value included; at least 1.</param>
    /// <param name="maskValue">A string or whole number that stands for nothing; none by default. With a single bin it has no other place.</param>
    /// <param name="salt">The key of SipHash, one or two numbers; FarmHash by default.</param>
    /// <param name="outputMode"><c>int</c>, <c>one_hot</c>, <c>multi_hot</c> or <c>count</c>.</param>
    /// <param name="name">The layer's name; <c>hashing</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">The number of bins is below 1, or the mode is not known.</exception>
    public Hashing(
        int numBins,
        MaskValue? maskValue = null,
        HashSalt? salt = null,
        string outputMode = "int",
        string? name = null
    )
        : base(name)
    {
        NumBins = Arguments.Positive(numBins, nameof(numBins));
        MaskValue = maskValue;
        Salt = salt;
        OutputMode = Arguments.OneOf(outputMode, "output mode", "int", "one_hot", "multi_hot", "count");
        _mask = numBins > 1 ? maskValue?.Text : null;
        _buckets = new StringBuckets(_mask is null ? numBins : numBins - 1, salt, Encoding.UTF8);
    }

    /// <summary>How many bins there are.</summary>
    public int NumBins { get; }

    /// <summary>What stands for nothing, or null.</summary>
    public MaskValue? MaskValue { get; }

    /// <summary>The key of SipHash, or null.</summary>
    public IReadOnlyList<long>? Salt { get; }

    /// <summary><c>int</c>, <c>one_hot</c>, <c>multi_hot</c> or <c>count</c>.</summary>
    public string OutputMode { get; }

    /// <summary>Puts strings or numbers into bins. Several threads may do so at a time.</summary>
    /// <param name="values">Strings or numbers, the first axis being the examples; of numbers that are not whole the fraction is cut off.</param>
    /// <returns>Whole numbers of type int64 in the mode <c>int</c>, in the other modes rows of float32.</returns>
    /// <remarks>Keras: <c>layer(x)</c>.</remarks>
    public TensorData Apply(CategoryData values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var bins = new long[values.Length];
        for (int i = 0; i < bins.Length; i++)
        {
            string text = values.Text(i);
            bins[i] =
                _mask is null ? _buckets.Of(text)
                : text == _mask ? 0
                : _buckets.Of(text) + 1;
        }
        return Encode(bins, values.Dims, OutputMode, NumBins);
    }

    /// <summary>Puts strings into bins, as a collection expression gives them, too.</summary>
    /// <inheritdoc cref="Apply(CategoryData)"/>
    public TensorData Apply(StringData values) => Apply((CategoryData)values);

    private protected override string Takes => "strings or whole numbers to hash were";
}

using System.Text;
using Kerasharp.Data;

namespace Kerasharp.Layers;

/// <summary>
/// Several features together as one category, by a hash in so many bins: what a colour and a size mean together is not the sum of what each
/// means.
/// </summary>
/// <remarks>
/// <para>Strings by FarmHash's fingerprint, and whole numbers as they are, are put together in the features' order, as TensorFlow crosses
/// them; the bin is the result modulo the number of bins. It is the same on every machine, and the same as Keras's.</para>
/// <para>Input: two or more features, strings or whole numbers, each of shape (batch) or (batch, 1), before the model. Output: the same shape
/// as int64 in the mode <c>int</c>, (batch, bins) as float32 in the mode <c>one_hot</c>.</para>
/// <para>Keras: <c>keras.layers.HashedCrossing</c>.</para>
/// </remarks>
/// <example><code>
/// var cross = new HashedCrossing(numBins: 5);
/// TensorData bins = cross.Apply(new[] { "A", "B", "A", "B", "A" }, new[] { 101, 101, 101, 102, 102 });   // [1, 4, 1, 1, 3]
/// </code></example>
public sealed class HashedCrossing : TextLayer
{
    /// <summary>A layer of so many bins.</summary>
    /// <param name="numBins">How many bins there are, at least 1.</param>
    /// <param name="outputMode"><c>int</c> or <c>one_hot</c>.</param>
    /// <param name="name">The layer's name; <c>hashed_crossing</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">The number of bins is below 1, or the mode is not known.</exception>
    public HashedCrossing(int numBins, string outputMode = "int", string? name = null)
        : base(name)
    {
        NumBins = Arguments.Positive(numBins, nameof(numBins));
        OutputMode = Arguments.OneOf(outputMode, "output mode", "int", "one_hot");
    }

    /// <summary>How many bins there are.</summary>
    public int NumBins { get; }

    /// <summary><c>int</c> or <c>one_hot</c>.</summary>
    public string OutputMode { get; }

    /// <summary>Puts features together into bins. Several threads may do so at a time.</summary>
    /// <param name="features">Two or more, all of one shape, (batch) or (batch, 1).</param>
    /// <returns>Whole numbers of type int64 in the mode <c>int</c>, in the mode <c>one_hot</c> rows of float32.</returns>
    /// <exception cref="LayerException">There are fewer than two, or they do not fit each other.</exception>
    /// <remarks>Keras: <c>layer((feature1, feature2))</c>.</remarks>
    public TensorData Apply(params ReadOnlySpan<CategoryData> features)
    {
        Check(features);
        var bins = new long[features[0].Length];
        var parts = new ulong[features.Length];
        for (int i = 0; i < bins.Length; i++)
        {
            for (int f = 0; f < parts.Length; f++)
                parts[f] = features[f].Number(i) is { } number
                    ? (ulong)number
                    : FarmFingerprint.Of(Encoding.UTF8.GetBytes(features[f].Text(i)));
            bins[i] = (long)(FarmFingerprint.Cross(parts) % (ulong)NumBins);
        }
        return Encode(bins, features[0].Dims, OutputMode, NumBins);
    }

    private protected override string Takes => "strings or whole numbers to cross were";

    private void Check(ReadOnlySpan<CategoryData> features)
    {
        if (features.Length < 2)
            throw new LayerException(
                Name,
                FormattableString.Invariant(
                    $"{features.Length} features came; two at least were expected, which are crossed. Give more: Apply(first, second)."
                )
            );
        foreach (var feature in features)
        {
            ArgumentNullException.ThrowIfNull(feature, nameof(features));
            if (feature.Dims is not ([_] or [_, 1]) || !feature.Dims.AsSpan().SequenceEqual(features[0].Dims))
                throw this.Misfit(
                    feature.Shape,
                    $"features of shape (batch) or (batch, 1), all alike, were expected; the first is {features[0].Shape}",
                    "Give one value for each example."
                );
            if (feature.IsFloat)
                throw new LayerException(
                    Name,
                    "a feature of fractional numbers came; strings or whole numbers were expected. Round them, or use Discretization first."
                );
        }
    }
}

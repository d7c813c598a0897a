using System.Text.Json.Nodes;

namespace Kerasharp.Layers;

/// <summary>
/// By what the samples of a frame are multiplied before its spectrum is computed: a name, <c>"hann"</c> or <c>"hamming"</c>, or numbers of
/// one's own; both convert to it.
/// </summary>
/// <example><code>new STFTSpectrogram(window: "hamming")</code></example>
public sealed class SpectralWindow
{
    private readonly string? _name;
    private readonly double[]? _samples;

    private SpectralWindow(string? name, double[]? samples) => (_name, _samples) = (name, samples);

    /// <summary>None: samples stay as they are.</summary>
    public static SpectralWindow None { get; } = new(null, null);

    /// <summary>The window of a name: <c>hann</c> or <c>hamming</c>.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static implicit operator SpectralWindow(string name) =>
        new(Arguments.OneOf(name, "window", "hann", "hamming"), null);

    /// <summary>A window of one's own: a factor for each sample of a frame.</summary>
    public static implicit operator SpectralWindow(double[] samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new(null, [.. samples]);
    }

    /// <summary>The factors for a frame of a length, or null for none.</summary>
    /// <param name="length">The frame's length.</param>
    /// <param name="periodic">Whether the window ends one sample before it would begin anew, rather than with its first number.</param>
    internal double[]? Samples(int length, bool periodic)
    {
        if (_name is null)
            return _samples;
        var samples = new double[length];
        double mean = _name == "hann" ? 0.5 : 0.54;
        int span = periodic ? length : length - 1;
        for (int i = 0; i < length; i++)
            samples[i] = length == 1 ? 1 : mean - (1 - mean) * Math.Cos(2 * Math.PI * i / span);
        return samples;
    }

    /// <summary>Refuses numbers that are not one for each sample of a frame.</summary>
    internal SpectralWindow For(int length, string argument) =>
        _samples is null || _samples.Length == length
            ? this
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"{argument} of {_samples.Length} numbers came for frames of {length} samples; one for each sample was expected. Give as many."
                ),
                argument
            );

    internal JsonNode? ToJson() =>
        _name is not null ? JsonValue.Create(_name)
        : _samples is null ? null
        : new JsonArray([.. _samples.Select(s => (JsonNode?)s)]);

    /// <summary>As Keras has it.</summary>
    public override string ToString() => _name ?? (_samples is null ? "none" : "numbers");
}

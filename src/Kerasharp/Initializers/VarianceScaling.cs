using System.Globalization;

namespace Kerasharp.Initializers;

/// <summary>
/// Values whose variance is <c>scale / n</c>, where n is the number of inputs, of outputs, or the mean of both, so that signals keep
/// their size from layer to layer. Keras: <c>variance_scaling</c>.
/// </summary>
public class VarianceScaling : RandomInitializer
{
    // What is left of a normal distribution's standard deviation once it is cut at twice that deviation.
    private const double TruncatedDeviation = 0.87962566103423978;

    private static readonly string[] Modes = ["fan_in", "fan_out", "fan_avg"];
    private static readonly string[] KnownDistributions = ["truncated_normal", "untruncated_normal", "uniform"];

    /// <summary>Values of variance <c>scale / n</c>.</summary>
    /// <param name="scale">The factor, above 0.</param>
    /// <param name="mode">What n is: <c>fan_in</c>, <c>fan_out</c> or <c>fan_avg</c>.</param>
    /// <param name="distribution"><c>truncated_normal</c> (also <c>normal</c>), <c>untruncated_normal</c> or <c>uniform</c>.</param>
    /// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
    /// <param name="inputAxes">
    /// The axes whose sizes, multiplied, are the number of inputs; null to take the second axis from the last, and for kernels the
    /// extent. Negative ones count from the last. Of use where a weight has other axes than these, as in an einsum.
    /// </param>
    /// <param name="outputAxes">The axes of outputs; given together with those of inputs, or not at all.</param>
    /// <exception cref="ArgumentException">
    /// The scale is not positive, the mode or the distribution is unknown, or axes of inputs or outputs came without the others.
    /// </exception>
    public VarianceScaling(
        double scale = 1,
        string mode = "fan_in",
        string distribution = "truncated_normal",
        int? seed = null,
        int[]? inputAxes = null,
        int[]? outputAxes = null
    )
        : base(seed)
    {
        if (!(scale > 0) || !double.IsFinite(scale))
            throw new ArgumentOutOfRangeException(
                nameof(scale),
                $"The scale {scale.ToString(CultureInfo.InvariantCulture)} came; a finite number above 0 was expected. Give one, such as 1 or 2."
            );
        Scale = scale;
        Mode = Known("mode", mode, Modes);
        distribution = distribution?.ToLowerInvariant()!;
        Distribution = Known(
            "distribution",
            distribution == "normal" ? "truncated_normal" : distribution,
            KnownDistributions
        );
        if (inputAxes is null != outputAxes is null)
            throw new ArgumentException(
                $"{(inputAxes is null ? nameof(outputAxes) : nameof(inputAxes))} came alone; the axes of inputs and of outputs were expected together. Give both, or none."
            );
        InputAxes = (int[]?)inputAxes?.Clone();
        OutputAxes = (int[]?)outputAxes?.Clone();
    }

    /// <summary>The factor.</summary>
    public double Scale { get; }

    /// <summary>What the variance is divided by: <c>fan_in</c>, <c>fan_out</c> or <c>fan_avg</c>.</summary>
    public string Mode { get; }

    /// <summary>The distribution: <c>truncated_normal</c>, <c>untruncated_normal</c> or <c>uniform</c>.</summary>
    public string Distribution { get; }

    /// <summary>The axes of inputs; null where they are those that Keras takes.</summary>
    public IReadOnlyList<int>? InputAxes { get; }

    /// <summary>The axes of outputs; null where they are those that Keras takes.</summary>
    public IReadOnlyList<int>? OutputAxes { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The weight lacks one of the axes.</exception>
    protected override void Draw(Span<float> values, ReadOnlySpan<long> shape, RandomSource random)
    {
        var (fanIn, fanOut) = Fans.Of(shape, InputAxes, OutputAxes);
        var n = Mode switch
        {
            "fan_in" => fanIn,
            "fan_out" => fanOut,
            _ => (fanIn + fanOut) / 2.0,
        };
        var variance = Scale / Math.Max(1, n);
        switch (Distribution)
        {
            case "uniform":
                var limit = Math.Sqrt(3 * variance);
                Distributions.Uniform(values, -limit, limit, random);
                break;
            case "untruncated_normal":
                Distributions.Normal(values, 0, Math.Sqrt(variance), random);
                break;
            default:
                Distributions.TruncatedNormal(values, 0, Math.Sqrt(variance) / TruncatedDeviation, random);
                break;
        }
    }

    private static string Known(string what, string value, string[] accepted) =>
        accepted.Contains(value)
            ? value
            : throw new ArgumentException(
                $"The {what} '{value}' came; VarianceScaling knows {string.Join(", ", accepted)}. Take one of these.",
                what
            );
}

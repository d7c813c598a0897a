namespace Kerasharp.Layers;

/// <summary>
/// While training, adds random numbers of a normal distribution of mean 0: data that are never twice the same. Outside training it
/// changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>Keras: <c>keras.layers.GaussianNoise</c>.</para>
/// </remarks>
/// <example><code>new GaussianNoise(0.1)</code></example>
public sealed class GaussianNoise : RandomRegularization
{
    /// <summary>A layer of a deviation.</summary>
    /// <param name="stddev">The noise's standard deviation, 0 to 1.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>gaussian_noise</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is not 0 to 1.</exception>
    public GaussianNoise(double stddev, int? seed = null, string? name = null)
        : base(seed, name) =>
        Stddev = stddev is >= 0 and <= 1
            ? stddev
            : throw new ArgumentOutOfRangeException(
                nameof(stddev),
                FormattableString.Invariant(
                    $"A stddev of {stddev} came; 0 to 1 was expected. Scale the data, or give a smaller one."
                )
            );

    /// <summary>The noise's standard deviation.</summary>
    public double Stddev { get; }

    private protected override bool IsIdle => Stddev == 0;

    private protected override SymbolicTensor Disturb(CallContext context, SymbolicTensor x) =>
        x + context.RandomNormal(x, seed: Seed) * Stddev;
}

namespace Kerasharp.Layers;

/// <summary>
/// While training, multiplies by random numbers of a normal distribution of mean 1 and variance rate / (1 - rate), which Dropout's
/// factors have, too. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>Keras: <c>keras.layers.GaussianDropout</c>. Srivastava and others 2014.</para>
/// </remarks>
/// <example><code>new GaussianDropout(0.3)</code></example>
public sealed class GaussianDropout : RandomRegularization
{
    /// <summary>A layer of a rate.</summary>
    /// <param name="rate">The part that Dropout would drop, at least 0 and below 1.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>gaussian_dropout</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not at least 0 and below 1.</exception>
    public GaussianDropout(double rate, int? seed = null, string? name = null)
        : base(seed, name) => Rate = Rates.PartBelowOne(rate);

    /// <summary>The part that Dropout would drop.</summary>
    public double Rate { get; }

    private protected override bool IsIdle => Rate == 0;

    private protected override SymbolicTensor Disturb(CallContext context, SymbolicTensor x) =>
        x * (context.RandomNormal(x, seed: Seed) * Math.Sqrt(Rate / (1 - Rate)) + 1);
}

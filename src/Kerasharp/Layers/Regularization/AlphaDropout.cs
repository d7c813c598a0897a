using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Dropout for networks of <c>selu</c>: while training, puts a random part of the elements to selu's limit -1.7581, then scales and
/// shifts all, so that mean 0 and variance 1 stay as they are on average. Outside training it changes nothing.
/// </summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>With limit a' = -1.7581: y = a * (x or a') + b, where a = 1 / sqrt((1 - rate) (1 + rate a'²)) and b = -a a' rate.</para>
/// <para>Keras: <c>keras.layers.AlphaDropout</c>. Klambauer and others 2017, Self-Normalizing Neural Networks.</para>
/// </remarks>
/// <example><code>new AlphaDropout(0.1)   // behind new Dense(64, activation: "selu", kernelInitializer: "lecun_normal")</code></example>
public sealed class AlphaDropout : RandomDrop
{
    // Selu's scale times its alpha.
    private const double Limit = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717;

    private readonly NoiseShape? _noiseShape;

    /// <summary>A layer of a rate.</summary>
    /// <param name="rate">The part of the elements that are dropped, at least 0 and below 1.</param>
    /// <param name="noiseShape">For each axis, the batch included: 1 where one decision serves the whole axis, null (or the axis's size)
    /// where each place has its own. By default every element has its own.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>alpha_dropout</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not at least 0 and below 1.</exception>
    /// <exception cref="ArgumentException">A size of the noise's shape is below 1.</exception>
    public AlphaDropout(double rate, long?[]? noiseShape = null, int? seed = null, string? name = null)
        : base(Rates.PartBelowOne(rate), seed, name) => _noiseShape = Layers.NoiseShape.Of(noiseShape);

    /// <summary>For each axis 1 or null, as it was given; null where every element has its own decision.</summary>
    public IReadOnlyList<long?>? NoiseShape => _noiseShape?.Sizes;

    private protected override int[] SharedAxes(Shape shape) => _noiseShape?.SharedAxes(this, shape) ?? [];

    private protected override Value Drop(CallContext context, Value x, int[] shared)
    {
        var uniform = context.RandomUniform(new SymbolicTensor(x), shared, Seed).Value;
        var kept = Op.GreaterOrEqual(uniform, uniform.Like(Rate));
        double a = 1 / Math.Sqrt((1 - Rate) * (1 + Rate * Limit * Limit));
        double b = -a * Limit * Rate;
        return x * (Op.Cast(kept, x.ElementType) * a) + Op.Where(kept, x.Like(b), x.Like(a * Limit + b));
    }
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// The random numbers of one node: uniform ones from our generator, a site of the model for each time they are drawn, and what follows
/// from them. A node with a seed draws under that seed, and counts its sites by itself: its numbers depend on nothing else of the model.
/// </summary>
/// <param name="state">Seed and step.</param>
/// <param name="firstSite">The model's first site that is free.</param>
/// <param name="seed">The node's own seed, or null.</param>
internal sealed class RandomDraws(Value state, long firstSite, long? seed)
{
    /// <summary>Float32's numbers are multiples of this.</summary>
    private const double Grain = 1.0 / (1 << 24);

    private long _drawn;

    /// <summary>The model's first site that is free now.</summary>
    public long NextSite => seed is null ? firstSite + _drawn : firstSite;

    private long Site => (seed is null ? firstSite : 0) + _drawn++;

    /// <summary>The type in which a distribution's numbers are computed.</summary>
    public static ElementType Precision(ElementType type) =>
        type == ElementType.Float64 ? ElementType.Float64 : ElementType.Float32;

    /// <summary>Uniform in [0, 1): 24 bits each in float32, 48 in float64.</summary>
    /// <param name="like">The value whose shape is taken; null for a shape of numbers.</param>
    /// <param name="shape">The shape, where no value is given.</param>
    /// <param name="type">Float32 or float64.</param>
    public Value Uniform(Value? like, Shape shape, ElementType type)
    {
        if (type == ElementType.Float32)
            return Draw();
        var upper = Op.Cast(Draw(), type);
        return upper + Op.Cast(Draw(), type) * Grain;

        Value Draw() => like is null ? Op.Draw(state, shape, Site, seed) : Op.DrawLike(state, like, Site, seed: seed);
    }

    /// <summary>
    /// Normal, by Box and Muller's form: sqrt(-2 log r) cos a, with r in (0, 1], of which the logarithm is finite. In float32 nothing
    /// lies further out than 5.8, in float64 than 8.2.
    /// </summary>
    /// <inheritdoc cref="Uniform"/>
    public Value Normal(Value? like, Shape shape, ElementType type)
    {
        var radius = Op.Sqrt(Op.Log(1 - Uniform(like, shape, type)) * -2);
        return radius * Op.Cos(Uniform(like, shape, type) * (2 * Math.PI));
    }
}

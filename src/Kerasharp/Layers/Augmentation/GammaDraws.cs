using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Random numbers of gamma, beta and Dirichlet distributions, by Marsaglia and Tsang 2000: of some proposals the first that is accepted.
/// </summary>
internal static class GammaDraws
{
    // One proposal is refused in at most 5 % of cases, all of them in fewer than one of 10^10.
    private const int Proposals = 8;

    /// <summary>
    /// Logarithms of draws of the gamma distribution of scale 1, since draws of small shapes may be smaller than any number.
    /// </summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="like">The tensor whose shape is taken.</param>
    /// <param name="alpha">The distribution's shape, above 0.</param>
    /// <param name="seed">The layer's own seed; null for the model's.</param>
    public static SymbolicTensor Logarithms(CallContext context, SymbolicTensor like, double alpha, int? seed)
    {
        var shape = new SymbolicTensor(like.Value.Graph.Scalar(alpha, ElementType.Float32));
        return alpha < 1 ? OfAny(context, like, shape, seed) : OfOneOrMore(context, like, shape, seed);
    }

    /// <summary>The same for any shape, which may be computed: drawn for one more, and multiplied by a power of a uniform draw.</summary>
    private static SymbolicTensor OfAny(CallContext context, SymbolicTensor like, SymbolicTensor alpha, int? seed)
    {
        var drawn = OfOneOrMore(context, like, alpha + 1, seed);
        return drawn + Ops.Log(1 - context.RandomUniform(drawn, [], seed)) / alpha;
    }

    private static SymbolicTensor OfOneOrMore(CallContext context, SymbolicTensor like, SymbolicTensor alpha, int? seed)
    {
        long[] dims = [Proposals, .. Enumerable.Repeat(1L, like.Shape.Rank)];
        var graph = like.Value.Graph;
        var zeros = graph.Constant(ConstantTensor.Filled(0, ElementType.Float32, dims));
        var several = new SymbolicTensor(zeros * Op.Unsqueeze(Op.Cast(like.Value, ElementType.Float32), [0]));

        var d = alpha - 1.0 / 3;
        var x = context.RandomNormal(several, seed: seed);
        var root = 1 + x / Ops.Sqrt(9 * d);
        var positive = Ops.Greater(root, 0);
        var logV = 3 * Ops.Log(Ops.Where(positive, root, Ops.Constant(1, root)));
        // 1 - u lies in (0, 1].
        var logU = Ops.Log(1 - context.RandomUniform(several, [], seed));
        var bound = 0.5 * x * x + d * (1 - Ops.Exp(logV) + logV);
        var accepted = Ops.LogicalAnd(positive, Ops.Less(logU, bound));
        var first = Op.ArgMax(Op.Cast(accepted.Value, ElementType.Int32), 0, keepDims: true);
        return new SymbolicTensor(Op.Squeeze(Op.GatherElements(logV.Value, first, 0), [0])) + Ops.Log(d);
    }

    /// <summary>Draws of the beta distribution of two equal shapes.</summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="like">The tensor whose shape is taken.</param>
    /// <param name="alpha">Both shapes, above 0.</param>
    /// <param name="seed">The layer's own seed; null for the model's.</param>
    public static SymbolicTensor Beta(CallContext context, SymbolicTensor like, double alpha, int? seed) =>
        Ops.Sigmoid(Logarithms(context, like, alpha, seed) - Logarithms(context, like, alpha, seed));

    /// <summary>The same for a shape that is computed, a single number of float32.</summary>
    public static SymbolicTensor Beta(CallContext context, SymbolicTensor like, SymbolicTensor alpha, int? seed) =>
        Ops.Sigmoid(OfAny(context, like, alpha, seed) - OfAny(context, like, alpha, seed));
}

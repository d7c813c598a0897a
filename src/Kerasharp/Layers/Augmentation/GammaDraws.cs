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
        long[] dims = [Proposals, .. Enumerable.Repeat(1L, like.Shape.Rank)];
        var graph = like.Value.Graph;
        var zeros = graph.Constant(ConstantTensor.Filled(0, ElementType.Float32, dims));
        var several = new SymbolicTensor(zeros * Op.Unsqueeze(Op.Cast(like.Value, ElementType.Float32), [0]));

        // Shapes below 1 are drawn for one more, and multiplied by a power of a uniform draw.
        double d = (alpha < 1 ? alpha + 1 : alpha) - 1.0 / 3;
        var x = context.RandomNormal(several, seed: seed);
        var root = 1 + x * (1 / Math.Sqrt(9 * d));
        var positive = Ops.Greater(root, 0);
        var logV = 3 * Ops.Log(Ops.Where(positive, root, Ops.Constant(1, root)));
        // 1 - u lies in (0, 1].
        var logU = Ops.Log(1 - context.RandomUniform(several, [], seed));
        var bound = 0.5 * x * x + d * (1 - Ops.Exp(logV) + logV);
        var accepted = Ops.LogicalAnd(positive, Ops.Less(logU, bound));
        var first = Op.ArgMax(Op.Cast(accepted.Value, ElementType.Int32), 0, keepDims: true);
        var drawn = new SymbolicTensor(Op.Squeeze(Op.GatherElements(logV.Value, first, 0), [0])) + Math.Log(d);
        return alpha < 1 ? drawn + Ops.Log(1 - context.RandomUniform(drawn, [], seed)) / alpha : drawn;
    }

    /// <summary>Draws of the beta distribution of two equal shapes.</summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="like">The tensor whose shape is taken.</param>
    /// <param name="alpha">Both shapes, above 0.</param>
    /// <param name="seed">The layer's own seed; null for the model's.</param>
    public static SymbolicTensor Beta(CallContext context, SymbolicTensor like, double alpha, int? seed) =>
        Ops.Sigmoid(Logarithms(context, like, alpha, seed) - Logarithms(context, like, alpha, seed));
}

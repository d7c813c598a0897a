using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Random numbers of the beta distribution of two equal parameters.</summary>
internal static class BetaDraws
{
    // Each try succeeds with a chance of 0.95 or more, so that all fail once in 10^10 draws.
    private const int Tries = 8;

    /// <summary>
    /// A number for each image: g / (g + h) of two draws of the gamma distribution. Marsaglia and Tsang 2000, A Simple Method for Generating
    /// Gamma Variables, with all tries made at once; logarithms, since numbers of small parameters are smaller than any float.
    /// </summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="images">A batch of images.</param>
    /// <param name="alpha">The parameter, above 0, a single number of float32.</param>
    /// <param name="seed">The layer's own seed.</param>
    /// <returns>(batch, 1, 1, 1), float32.</returns>
    public static Value Symmetric(CallContext context, SymbolicTensor images, Value alpha, int? seed)
    {
        // Of these only the shapes are wanted: (batch, 2, 8) and (batch, 2).
        var one = Op.Squeeze(Op.ReduceMax(images.Value, [1, 2, 3], keepDims: true), [3]);
        var tries = new SymbolicTensor(Op.Cast(Op.Tile(one, 1, 2, Tries), ElementType.Float32));
        var pairs = new SymbolicTensor(Op.Cast(Op.Squeeze(Op.Tile(one, 1, 2, 1), [2]), ElementType.Float32));

        // By the parameter plus 1, which is taken off again below.
        var d = alpha + (1 - 1 / 3.0);
        var normal = context.RandomNormal(tries, null, seed).Value;
        var root = 1 + normal / Op.Sqrt(d * 9);
        var cube = root * root * root;
        var log = Op.Log(Op.Max(cube, cube.Like(1e-30)));
        // 1 - u lies in (0, 1].
        var chance = Op.Log(1 - context.RandomUniform(tries, [], seed).Value);
        var succeeds = Op.And(
            Op.Greater(root, root.Like(0)),
            Op.Less(chance, normal * normal * 0.5 + d * (1 - cube + log))
        );
        var first = Op.ArgMax(Op.Cast(succeeds, ElementType.Float32), 2, keepDims: true);
        var gamma = Op.Squeeze(Op.GatherElements(log, first, 2), [2]);
        gamma += Op.Log(1 - context.RandomUniform(pairs, [], seed).Value) / alpha;
        // d is a factor of both.
        var beta = Op.Sigmoid(Op.Slice(gamma, 1, 0, 1) - Op.Slice(gamma, 1, 1, 2));
        return Op.Unsqueeze(beta, [2, 3]);
    }
}

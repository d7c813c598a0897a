using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Puts draws from our own generator in the place of ONNX's random operators, and of Dropout where it drops. A step is then the same in
/// every run of the same seed, on any device, and draws other numbers in each step.
/// </summary>
internal static class LowerRandom
{
    /// <summary>Whether a graph, or a graph within it, draws what its runtime likes.</summary>
    public static bool Needed(Graph graph) => graph.Sort().Exists(n => IsRandom(n) || n.Subgraphs().Any(Needed));

    /// <summary>The first site that no draw of a graph uses.</summary>
    public static long FreeSite(Graph graph)
    {
        long site = 0;
        foreach (var node in graph.Sort())
        {
            foreach (var body in node.Subgraphs())
                site = Math.Max(site, FreeSite(body));
            if (
                node.Domain == OperatorTable.KernelDomain
                && node.Op is "RandomUniform" or "RandomUniformLike" or "RandomDrop"
            )
                site = Math.Max(site, node.Attributes.Int("site", -1) + 1);
        }
        return site;
    }

    /// <summary>Replaces every random node.</summary>
    /// <param name="graph">The graph, changed in place.</param>
    /// <param name="state">Seed and step, int64 [2].</param>
    /// <param name="firstSite">The first site that no other draw of the model uses.</param>
    /// <returns>The first site that is free then.</returns>
    public static long Run(Graph graph, Value state, long firstSite)
    {
        long site = firstSite;
        Rewriter.Run(
            graph,
            node =>
            {
                if (node.Subgraphs().Any(Needed))
                    return RandomBodies.Lower(node, state, ref site);
                if (!IsRandom(node))
                    return null;
                var draws = new RandomDraws(state, site, SeedOf(node));
                var lowered = Lower(node, draws);
                site = draws.NextSite;
                return lowered;
            }
        );
        return site;
    }

    private static bool IsRandom(Node n) =>
        n.Domain.Length == 0
        && (
            n.Op
                is "RandomNormal"
                    or "RandomNormalLike"
                    or "RandomUniform"
                    or "RandomUniformLike"
                    or "Bernoulli"
                    or "Multinomial"
            || (n.Op == "Dropout" && Dropouts.MayDrop(n))
        );

    /// <summary>The node's own seed: a number, as its bits, or a whole number for Dropout; null where there is none.</summary>
    private static long? SeedOf(Node n) =>
        !n.Attributes.Has("seed") ? null
        : n.Op == "Dropout" ? n.Attributes.Int("seed")
        : BitConverter.SingleToUInt32Bits(n.Attributes.Float("seed"));

    private static Value[] Lower(Node n, RandomDraws draws)
    {
        var like = n.Optional(0);
        var shape = n.Output.Shape;
        var type = n.Output.ElementType;
        var precision = RandomDraws.Precision(type);
        return n.Op switch
        {
            "RandomNormal" or "RandomNormalLike" =>
            [
                Op.Cast(
                    draws.Normal(like, shape, precision) * n.Attributes.Float("scale", 1) + n.Attributes.Float("mean"),
                    type
                ),
            ],
            "RandomUniform" or "RandomUniformLike" =>
            [
                Op.Cast(Scaled(n, Rounded(draws.Uniform(like, shape, precision), type)), type),
            ],
            "Bernoulli" => Bernoulli(n, draws),
            "Multinomial" => Multinomial(n, draws),
            _ => Dropout(n, draws),
        };
    }

    private static Value Scaled(Node n, Value uniform)
    {
        double low = n.Attributes.Float("low");
        return uniform * (n.Attributes.Float("high", 1) - low) + low;
    }

    /// <summary>Rounds down to as many bits as a narrower type holds, which would otherwise round up to 1.</summary>
    private static Value Rounded(Value uniform, ElementType type)
    {
        int bits = type switch
        {
            ElementType.Float16 => 11,
            ElementType.BFloat16 => 8,
            _ => 0,
        };
        return bits == 0 ? uniform : Op.Floor(uniform * (1 << bits)) * (1.0 / (1 << bits));
    }

    private static Value[] Bernoulli(Node n, RandomDraws draws)
    {
        var p = n.Input(0);
        var precision = RandomDraws.Precision(p.ElementType);
        var uniform = draws.Uniform(p, p.Shape, precision);
        return [Op.Cast(Op.Less(uniform, Op.Cast(p, precision)), n.Output.ElementType)];
    }

    /// <summary>
    /// The first class at which the running sum of the probabilities exceeds a uniform part of their total. The part is below the total
    /// whatever the sums' rounding, so a class of probability 0 is never drawn.
    /// </summary>
    private static Value[] Multinomial(Node n, RandomDraws draws)
    {
        var precision = RandomDraws.Precision(n.Input(0).ElementType);
        var sums = Op.CumSum(Op.Softmax(Op.Cast(n.Input(0), precision), 1), 1);
        var total = Op.Slice(sums, 1, -1, long.MaxValue);
        // A value of the result's shape, whatever is known of it.
        var like = total + n.Graph.Constant(ConstantTensor.Filled(0, precision, [1, n.Output.Shape[1].Value]));
        var part = draws.Uniform(like, n.Output.Shape, precision) * total;
        var passed = Op.LessOrEqual(Op.Unsqueeze(sums, [1]), Op.Unsqueeze(part, [2]));
        return [Op.Cast(Op.ReduceSum(Op.Cast(passed, ElementType.Int32), [2]), n.Output.ElementType)];
    }

    private static Value[] Dropout(Node n, RandomDraws draws)
    {
        var x = n.Input(0);
        var uniform = draws.Uniform(x, x.Shape, ElementType.Float32);
        var ratio = n.Optional(1) is { } given
            ? Op.Cast(given, uniform.ElementType)
            : uniform.Like(Dropouts.DefaultRatio);
        var kept = Op.GreaterOrEqual(uniform, ratio);
        if (!Dropouts.IsAlwaysOn(n))
            kept = Op.Or(kept, Op.Not(n.Input(2)));
        // The factor goes into the mask, which the gradient reads again: one product there instead of two.
        return [x * (Op.Cast(kept, x.ElementType) * Dropouts.Factor(n, x.ElementType)), kept];
    }
}

using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// A value of which a part of the elements, drawn anew in each step, is set to 0, and the others are scaled. Which they are follows from the
/// step and the element's number, so the gradient drops the same again, and no mask is kept for it.
/// </summary>
internal static class RandomDrops
{
    private const string Name = "RandomDrop";
    private const string ComputedAgain = "again";

    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = Name,
            Domain = OperatorTable.KernelDomain,
            Infer = n => [n.Input(1).Type],
            Gradient = (n, dy) => [null, Same(n, dy[0]!), null],
            Decompose = n => [Compose(n)],
        },
    ];

    public static bool Is(Node n) => n.Domain == OperatorTable.KernelDomain && n.Op == Name;

    /// <summary>
    /// What a gradient reads of a value: where it says so, what is left after dropping is made a second time once the gradient is there,
    /// rather than kept until then.
    /// </summary>
    public static Value Again(Value value, Value gradient) =>
        value.Producer is { } n && Is(n) && n.Attributes.Int(ComputedAgain) != 0
            ? Same(n, n.Input(1), gradient)
            : value;

    public static Value Make(Value state, Value x, long site, double rate, long? seed, bool again, Value? after = null)
    {
        var attributes = new Attributes
        {
            { "site", site },
            { "seed", seed },
            { "rate", rate },
        };
        if (again)
            attributes.Add(ComputedAgain, 1);
        Value?[] inputs = after is null ? [state, x] : [state, x, after];
        return x.Graph.Add(OperatorTable.KernelDomain, Name, inputs, attributes).Output;
    }

    private static Value Same(Node n, Value x, Value? after = null) =>
        Make(
            n.Input(0),
            x,
            n.Attributes.Int("site"),
            n.Attributes.Float("rate"),
            RandomNumbers.SeedOf(n),
            false,
            after
        );

    private static Value Compose(Node n)
    {
        var x = n.Input(1);
        double rate = n.Attributes.Float("rate");
        var uniform = Op.Draw(n.Input(0), Op.ShapeOf(x), n.Attributes.Int("site"), RandomNumbers.SeedOf(n));
        var kept = Op.Cast(Op.GreaterOrEqual(uniform, uniform.Like(rate)), x.ElementType);
        return x * (kept * (rate == 1 ? 0 : 1 / (1 - rate)));
    }
}

public static partial class Op
{
    /// <summary>A value of which a part is set to 0 and the rest is scaled by 1 / (1 - rate).</summary>
    /// <param name="state">Seed and step, int64 [2].</param>
    /// <param name="x">The value.</param>
    /// <param name="site">Which of the model's sources of randomness this is.</param>
    /// <param name="rate">The part that is dropped, 0 to 1.</param>
    /// <param name="seed">A seed in the place of the state's.</param>
    /// <param name="again">Whether products that read it read it computed anew in their gradients.</param>
    internal static Value RandomDrop(
        Value state,
        Value x,
        long site,
        double rate,
        long? seed = null,
        bool again = false
    ) => RandomDrops.Make(state, x, site, rate, seed, again);
}

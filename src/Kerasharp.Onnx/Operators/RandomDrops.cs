using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// A value of which a part of the elements, drawn anew in each step, is set to 0, and the others are scaled. Which they are follows from the
/// step and the element's number, so the gradient drops the same again, and no mask is kept for it. Where the result is there anyway, the
/// kernel sees in it what was dropped, which is -0 (<see cref="Passes.DropForms"/>); what is kept is never that.
/// </summary>
internal static class RandomDrops
{
    private const string Name = "RandomDrop";
    private const string ComputedAgain = "again";
    private const string OfGradient = "gradient";
    private const string Follows = "follows";

    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = Name,
            Domain = OperatorTable.KernelDomain,
            Infer = n => [n.Input(1).Type],
            Gradient = (n, dy) => [null, Same(n, dy[0]!, ofGradient: true), null],
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

    public static Value Make(Value state, Value x, long site, double rate, long? seed, bool again) =>
        Make(state, x, site, rate, seed, null, again ? ComputedAgain : null);

    /// <summary>Whether a node drops elements of a gradient.</summary>
    public static bool IsOfGradient(Node n) =>
        Is(n) && n.Attributes.Int(OfGradient) != 0 && n.Attributes.Int(Follows) == 0;

    /// <summary>What two nodes have in common that drop the same elements.</summary>
    public static (Value State, string Where) Draws(Node n) =>
        (
            n.Input(0),
            FormattableString.Invariant(
                $"{n.Attributes.Int("site")} {RandomNumbers.SeedOf(n)} {n.Attributes.Float("rate"):R} {n.Output.Shape}"
            )
        );

    /// <summary>The same as a node, which sees in another one's output what is to be dropped, rather than to draw it again.</summary>
    public static Value Following(Node n, Value dropped) =>
        Make(
            n.Input(0),
            n.Input(1),
            n.Attributes.Int("site"),
            n.Attributes.Float("rate"),
            RandomNumbers.SeedOf(n),
            dropped,
            Follows
        );

    private static Value Same(Node n, Value x, Value? after = null, bool ofGradient = false) =>
        Make(
            n.Input(0),
            x,
            n.Attributes.Int("site"),
            n.Attributes.Float("rate"),
            RandomNumbers.SeedOf(n),
            after,
            ofGradient ? OfGradient : null
        );

    private static Value Make(Value state, Value x, long site, double rate, long? seed, Value? third, string? mark)
    {
        var attributes = new Attributes
        {
            { "site", site },
            { "seed", seed },
            { "rate", rate },
        };
        if (mark is not null)
            attributes.Add(mark, 1);
        Value?[] inputs = third is null ? [state, x] : [state, x, third];
        return x.Graph.Add(OperatorTable.KernelDomain, Name, inputs, attributes).Output;
    }

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

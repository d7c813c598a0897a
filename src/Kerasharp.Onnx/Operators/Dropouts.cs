using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// Dropout as ONNX has it: a switch says whether elements are dropped. A step that trains draws which of them by our own numbers
/// (<see cref="Passes.LowerRandom"/>).
/// </summary>
internal static class Dropouts
{
    /// <summary>The part of the elements that is dropped where none is given.</summary>
    public const double DefaultRatio = 0.5;

    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Dropout",
            Infer = Infer,
            Gradient = (n, dy) => [dy[0] is { } g ? Scaled(n, g) : null, null, null],
            Pure = false,
        },
    ];

    /// <summary>Whether the node may drop elements: it has a switch that is not known to be off.</summary>
    public static bool MayDrop(Node n) => n.Optional(2) is not null && Shapes.Known(n, 2) is not [0];

    /// <summary>What is kept is multiplied by this while the switch is on, so that sums stay as they are on average.</summary>
    public static Value Factor(Node n, ElementType type)
    {
        var ratio = n.Optional(1) is { } given ? Op.Cast(given, type) : n.Graph.Scalar(DefaultRatio, type);
        var factor = 1 / (1 - ratio);
        return IsAlwaysOn(n) ? factor : Op.Where(n.Input(2), factor, factor.Like(1));
    }

    /// <summary>Whether the switch is known to be on.</summary>
    public static bool IsAlwaysOn(Node n) => Shapes.Known(n, 2) is [not 0];

    private static Value Scaled(Node n, Value dy) =>
        MayDrop(n) ? dy * (Op.Cast(n.Outputs[1], dy.ElementType) * Factor(n, dy.ElementType)) : dy;

    private static TensorType[] Infer(Node n)
    {
        var x = n.Input(0);
        if (n.Optional(1)?.Constant is { Count: 1 } ratio && ratio.ToDoubles()[0] is var part and not (>= 0 and < 1))
            throw new GraphException(
                FormattableString.Invariant(
                    $"{n} is to drop a part of {part}; at least 0 and below 1 was expected. Give the part to drop: 0.25 for a quarter."
                )
            );
        if (n.Optional(2) is { } training && training.ElementType != ElementType.Bool)
            throw new GraphException($"{n} got a switch of {training.Type}; a truth value was expected. Cast it.");
        return [x.Type, x.Type with { ElementType = ElementType.Bool }];
    }
}

public static partial class Op
{
    /// <summary>
    /// x where nothing is dropped; while the switch is on, zeros in the place of a part of the elements, the others divided by what is
    /// left of 1.
    /// </summary>
    /// <param name="x">The value.</param>
    /// <param name="ratio">The part to drop, a single number, at least 0 and below 1; a half without it.</param>
    /// <param name="training">The switch, a single truth value; off without it.</param>
    /// <param name="seed">A stream of its own; without it the model's seed decides, or the runtime.</param>
    /// <returns>The result, and where elements were kept.</returns>
    public static IReadOnlyList<Value> Dropout(
        Value x,
        Value? ratio = null,
        Value? training = null,
        long? seed = null
    ) => x.Graph.Add("", "Dropout", [x, ratio, training], new Attributes { { "seed", seed } }).Outputs;
}

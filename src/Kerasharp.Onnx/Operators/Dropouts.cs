using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Elements dropped at random in training, and the others scaled up to keep the mean. Else everything stays.</summary>
internal static class Dropouts
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Dropout",
            Pure = false,
            Infer = Infer,
            Gradient = (n, dy) => [dy[0] is null ? null : dy[0]! * Kept(n), null, null],
        },
    ];

    /// <summary>
    /// What is to be read in the place of a node's outputs: the input times the mask, and the mask. ONNX Runtime takes a Dropout
    /// whose mask nobody reads for one that does nothing, training or not.
    /// </summary>
    public static IReadOnlyList<Value> Outputs(Node n) =>
        IsTraining(n) == false ? n.Outputs : [n.Input(0) * Kept(n), n.Outputs[1]];

    /// <summary>What each element is multiplied by: 0 or the scale.</summary>
    private static Value Kept(Node n)
    {
        var x = n.Input(0);
        var kept = Op.Cast(n.Outputs[1], x.ElementType);
        if (IsTraining(n) == false)
            return kept;
        var scale = 1 / (1 - (n.Optional(1) is { } ratio ? Op.Cast(ratio, x.ElementType) : x.Like(0.5)));
        return kept * (IsTraining(n) == true ? scale : Op.Where(n.Input(2), scale, x.Like(1)));
    }

    /// <summary>Whether the node drops; null where that is computed.</summary>
    private static bool? IsTraining(Node n) =>
        n.Optional(2) is null ? false
        : Shapes.Known(n, 2) is [var training] ? training != 0
        : null;

    private static TensorType[] Infer(Node n)
    {
        var type = Define.Same(n, ElementKind.Float);
        if (n.Optional(2) is { } training)
            ElementKind.Truth.Demand(n, training, "switch");
        return [type, type with { ElementType = ElementType.Bool }];
    }
}

public static partial class Op
{
    /// <summary>
    /// x with elements set to 0 at random, a share of them given by the ratio, and the others divided by 1 - ratio; and the mask, true
    /// where an element was kept.
    /// </summary>
    /// <param name="x">The values.</param>
    /// <param name="ratio">The share to drop, at least 0 and below 1.</param>
    /// <param name="seed">Starts the runtime's random numbers; each session draws the same from then on.</param>
    public static (Value Output, Value Mask) Dropout(Value x, double ratio = 0.5, long? seed = null)
    {
        var truth = x.Graph.Constant(ConstantTensor.Scalar(1, ElementType.Bool));
        var node = x.Graph.Add("", "Dropout", [x, x.Like(ratio), truth], new Attributes { { "seed", seed } });
        var outputs = Dropouts.Outputs(node);
        return (outputs[0], outputs[1]);
    }
}

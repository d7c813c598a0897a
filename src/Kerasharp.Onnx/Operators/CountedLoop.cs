using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Loops whose number of turns is known before anything runs. They are scans, and have gradients as those do.</summary>
internal static class CountedLoop
{
    /// <summary>The number of turns; null where it depends on data.</summary>
    public static long? Turns(Node n)
    {
        if (n.Optional(0) is null || Shapes.Known(n, 0) is not [var turns])
            return null;
        if (n.Optional(1) is not null && Shapes.Known(n, 1) is not [not 0])
            return null;
        var body = ControlFlow.Body(n);
        var goOn = body.Outputs[0].Value;
        while (goOn.ProducedBy("Identity") is { } identity)
            goOn = identity.Input(0);
        bool always = goOn == body.Inputs[1] || KnownElements.Numbers(goOn) is [not 0];
        return always ? Math.Max(0, turns) : null;
    }

    /// <summary>The same as a Scan over the numbers of the turns.</summary>
    public static Value[] AsScan(Node n)
    {
        if (Turns(n) is not { } turns)
            throw new GraphException(
                $"{n} runs as often as data say, and a weight that is to be trained reaches the loss through it; "
                    + "only a number of turns that is known has a gradient. Give the number of turns as a constant, or write a Scan."
            );
        var body = ControlFlow.Body(n);
        var carried = Bodies.Own(n).Skip(2).Select(v => v!).ToArray();
        // ONNX Runtime has no scan of nothing.
        if (turns == 0)
            return [.. carried, .. n.Outputs.Skip(carried.Length).Select(Empty)];
        var numbers = new long[turns];
        for (int i = 0; i < turns; i++)
            numbers[i] = i;
        return
        [
            .. Op.Scan(
                carried,
                [n.Graph.Ints(numbers)],
                [.. Bodies.FromOutside(n)],
                (g, v) =>
                {
                    var yes = g.Scalar(1, ElementType.Bool);
                    Value[] inputs = [v[carried.Length], yes, .. v[..carried.Length], .. v[(carried.Length + 1)..]];
                    return Passes.GraphCopy.Body(body, g, inputs)[1..];
                }
            ),
        ];
    }

    private static Value Empty(Value stack) =>
        stack.Graph.Constant(new ConstantTensor(stack.ElementType, stack.Shape.ToArray(), []));
}

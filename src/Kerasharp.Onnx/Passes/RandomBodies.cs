using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Random draws within the graphs of an If, a Loop or a Scan: the state enters as one more value from outside, and each turn makes a
/// state of its own of it, so that no turn draws what another one drew.
/// </summary>
internal static class RandomBodies
{
    /// <summary>Odd and without a pattern: a step times this plus a turn is another number for each pair, and so on inwards.</summary>
    private const long Stride = unchecked((long)0x9E3779B97F4A7C15);

    /// <summary>Lowers what a node's graphs draw.</summary>
    /// <param name="n">The node, changed in place where its outputs stay.</param>
    /// <param name="state">Seed and step, as the node's own graph has them.</param>
    /// <param name="site">The first site that is free; then the first that is free afterwards.</param>
    /// <returns>What stands for the node's outputs, or null for themselves.</returns>
    public static Value[]? Lower(Node n, Value state, ref long site)
    {
        Value[]? outputs = null;
        if (n.Op == "Scan")
        {
            outputs = Counted(n);
            n = outputs[0].Producer!;
        }
        foreach (var body in n.Subgraphs())
        {
            var inner = Bodies.Enter(body, FreeName(body), state);
            // Of a Loop, and of a Scan that counts, the first input is the turn's number.
            site = LowerRandom.Run(body, n.Op == "If" ? inner : OfTurn(inner, body.Inputs[0]), site);
        }
        n.AppendInput(state);
        n.Attributes.Add(Bodies.Captured, Bodies.CapturedCount(n.Attributes) + 1);
        return outputs?[1..];
    }

    private static Value OfTurn(Value state, Value turn)
    {
        var graph = state.Graph;
        return state * graph.Ints(1, Stride) + Op.Concat([graph.Ints(0), Op.Reshape(turn, 1)], 0);
    }

    /// <summary>The same Scan with one more state, the first, that counts the turns.</summary>
    private static Value[] Counted(Node n)
    {
        var body = ControlFlow.Body(n);
        var turn = body.AddInput(FreeName(body), ElementType.Int64, Shape.Scalar);
        body.ReplaceInputs([turn, .. body.Inputs.SkipLast(1)]);
        body.PrependOutput(FreeOutput(body), turn + 1);
        Value?[] inputs = [n.Graph.Scalar(0, ElementType.Int64), .. n.Inputs];
        var counted = n.Graph.Add("", "Scan", inputs, n.Attributes);
        counted.Name = n.Name;
        return [.. counted.Outputs];
    }

    private static string FreeName(Graph graph)
    {
        int number = 0;
        while (graph.FindInput($"random{number}") is not null)
            number++;
        return $"random{number}";
    }

    private static string FreeOutput(Graph graph)
    {
        int number = 0;
        while (graph.FindOutput($"turn{number}") is not null)
            number++;
        return $"turn{number}";
    }
}

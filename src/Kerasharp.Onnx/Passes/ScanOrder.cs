using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Where a Scan's turns transpose, as convolutions of states with channels last do, the states, elements and results are given the order
/// of axes that the turns work in, if that leaves fewer transpositions: those outside happen once.
/// </summary>
internal static class ScanOrder
{
    public static void Run(Graph graph) =>
        Rewriter.Run(graph, node => node.Domain.Length == 0 && node.Op == "Scan" ? Reordered(node) : null);

    private static Value[]? Reordered(Node n)
    {
        var body = ControlFlow.Body(n);
        int sequences = (int)n.Attributes.Int("num_scan_inputs");
        int states = Bodies.Own(n).Count() - sequences;
        var found = Transpositions(body);
        // Cut along other axes than the first they would have to be counted anew; nobody writes such convolutions.
        bool first = ((string[])["input", "output"]).All(k =>
            n.Attributes.Ints($"scan_{k}_axes")?.All(a => a == 0) != false
        );
        if (found.Count == 0 || !first)
            return null;
        int[] order = Reshaping.Permutation(found[0]);
        int[] back = Permutations.Inverse(order);
        var turn = Written(body, states + sequences, order, back);
        if (Transpositions(turn).Count >= found.Count)
            return null;
        int[] orderOfAll = [0, .. order.Select(a => a + 1)];
        int[] backOfAll = [0, .. back.Select(a => a + 1)];
        var inputs = n.Inputs.ToArray();
        for (int i = 0; i < states + sequences; i++)
            if (body.Inputs[i].Rank == order.Length)
                inputs[i] = Op.Transpose(inputs[i]!, i < states ? order : orderOfAll);
        var attributes = n.Attributes.Clone();
        attributes.Add("body", turn);
        var scan = n.Graph.Add("", "Scan", inputs, attributes);
        scan.Name = n.Name;
        return
        [
            .. scan.Outputs.Select(
                (value, i) =>
                    body.Outputs[i].Value.Rank != order.Length ? value
                    : i < states ? Op.Transpose(value, back)
                    : Op.Transpose(value, backOfAll)
            ),
        ];
    }

    /// <summary>The turn with its states, elements and results in another order of axes.</summary>
    private static Graph Written(Graph body, int own, int[] order, int[] back)
    {
        var turn = new Graph(body.Name);
        var inputs = new Value[body.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            var given = body.Inputs[i];
            bool turned = i < own && given.Rank == order.Length;
            var shape = turned ? given.Shape.Permute(order) : given.Shape;
            var input = turn.AddInput(given.Name!, given.ElementType, shape);
            input.Elements = given.Elements;
            inputs[i] = turned ? Op.Transpose(input, back) : input;
        }
        var outputs = GraphCopy.Body(body, turn, inputs);
        for (int i = 0; i < outputs.Length; i++)
            turn.AddOutput(
                body.Outputs[i].Name,
                outputs[i].Rank == order.Length ? Op.Transpose(outputs[i], order) : outputs[i]
            );
        Simplify.Run(turn);
        AxisOrder.Run(turn);
        Simplify.Run(turn);
        return turn;
    }

    private static List<Node> Transpositions(Graph body) =>
        body.Sort().FindAll(n => n.Domain.Length == 0 && n.Op == "Transpose" && !n.Input(0).IsConstant);
}

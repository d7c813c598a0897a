using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Gives the Relu behind a batch normalisation, and the addition between the two, to the normalisation's kernel, and the Relu's gradient to
/// its gradient's: each tensor is then written once. Where kernels are, after differentiation.
/// </summary>
internal sealed class RectifiedNormalizations
{
    private readonly Graph _graph;
    private readonly Dictionary<Value, List<Node>> _readers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Value, Value> _replaced = new(ReferenceEqualityComparer.Instance);

    private RectifiedNormalizations(Graph graph)
    {
        _graph = graph;
        foreach (var node in graph.Sort())
        foreach (var input in node.Inputs.OfType<Value>())
        {
            if (!_readers.TryGetValue(input, out var list))
                _readers.Add(input, list = []);
            list.Add(node);
        }
    }

    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        var pass = new RectifiedNormalizations(graph);
        foreach (var node in graph.Sort())
            if (node is { Domain: "", Op: "Relu" })
                pass.Forward(node);
            else if (IsOurs(node, "ReluGradient"))
                pass.Backward(node);
        TypeCheck.AfterPass(graph);
    }

    private void Forward(Node relu)
    {
        var sum = relu.Input(0);
        if (!IsReadOnce(sum) || sum.Producer is not { } producer)
            return;
        if (IsOurs(producer, "BatchNormalize"))
            Rectify(relu, producer, null);
        else if (producer is { Domain: "", Op: "Add" })
            for (int i = 0; i < 2; i++)
            {
                var (normal, addend) = (producer.Input(i), producer.Input(1 - i));
                if (
                    normal.Producer is not { } node
                    || !IsOurs(node, "BatchNormalize")
                    || !IsReadOnce(normal)
                    || !addend.Type.Equals(normal.Type)
                    || !addend.Shape.IsStatic
                    // What is added may come of the statistics.
                    || _graph.Sort([addend]).Contains(node)
                )
                    continue;
                Rectify(relu, node, addend);
                return;
            }
    }

    private void Rectify(Node relu, Node plain, Value? addend)
    {
        var attributes = plain.Attributes.Clone();
        attributes.Add("relu", 1);
        Value[] inputs = [.. plain.Inputs.OfType<Value>()];
        Replace(
            plain,
            [relu.Output, plain.Outputs[1], plain.Outputs[2]],
            addend is null ? inputs : [.. inputs, addend],
            attributes
        );
    }

    private void Backward(Node mask)
    {
        var masked = mask.Output;
        var gradient = Readers(masked)
            .Find(n => IsOurs(n, "BatchNormalizeGradient") && n.Input(0) == masked && n.Optional(5) is null);
        if (gradient is null || _graph.Sort([.. gradient.Inputs.Skip(1).OfType<Value>()]).Contains(mask))
            return;
        Value[] inputs = [mask.Input(0), .. gradient.Inputs.Skip(1).OfType<Value>(), mask.Input(1)];
        Replace(gradient, [.. gradient.Outputs, masked], inputs, gradient.Attributes.Clone());
    }

    /// <summary>Adds a node like another, whose outputs take the place of some values.</summary>
    private void Replace(Node like, Value[] values, Value[] inputs, Attributes attributes)
    {
        Node node;
        using (_graph.At(like.Scope))
            node = _graph.Add(like.Domain, like.Op, inputs, attributes);
        for (int i = 0; i < values.Length; i++)
        {
            var value = values[i];
            var readers = Readers(value);
            foreach (var reader in readers)
                for (int k = 0; k < reader.Inputs.Count; k++)
                    if (reader.Inputs[k] == value)
                        reader.ReplaceInput(k, node.Outputs[i]);
            foreach (var output in _graph.Outputs)
                if (output.Value == value)
                    output.Value = node.Outputs[i];
            _readers[node.Outputs[i]] = readers;
        }
    }

    private List<Node> Readers(Value value) => _readers.GetValueOrDefault(value) ?? [];

    private bool IsReadOnce(Value value) => Readers(value).Count == 1 && !_graph.Outputs.Any(o => o.Value == value);

    private static bool IsOurs(Node n, string op) => n.Domain == OperatorTable.KernelDomain && n.Op == op;
}

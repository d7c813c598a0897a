using System.Text;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Training;

namespace Kerasharp.Callbacks.Events;

/// <summary>A model's operators as TensorFlow's GraphDef, of which TensorBoard draws the graph: layers are boxes, by the slashes in names.</summary>
internal sealed class GraphDefinition
{
    private readonly ProtoMessage _message = new();
    private readonly Dictionary<Value, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _taken = [];

    private GraphDefinition() { }

    /// <summary>The graph of a model's inference, its weights as inputs.</summary>
    public static ProtoMessage Of(Model model)
    {
        var step = new StepGraph(model.Name);
        var context = new CallContext(step, training: false, ElementType.Float32, randomState: null)
        {
            IsForUse = true,
        };
        var types = model.Inputs.Select(i => Lowering.Batched(i.ElementType, i.Shape)).ToArray();
        var outputs = Lowering.Call(model, context, types);
        step.DropUpdates();
        for (int i = 0; i < outputs.Count; i++)
            step.Graph.AddOutput(Lowering.OutputName(i), outputs[i].Value);
        var graph = step.Graph;
        Simplify.Run(graph);
        AxisOrder.Run(graph);
        Simplify.Run(graph);
        var weights = step.Inputs.Values.ToHashSet();
        var definition = new GraphDefinition();
        foreach (var input in graph.Inputs)
            definition.AddInput(input, weights.Contains(input.Name!));
        foreach (var node in graph.Sort())
            definition.Add(node);
        // The version from which on names and attributes are as they are here.
        return definition._message.Add(4, new ProtoMessage().Add(1, 22L));
    }

    private void AddInput(Value value, bool isWeight)
    {
        string name = Named(value, value.Name!);
        _message.Add(1, Definition(name, isWeight ? "Variable" : "Placeholder", [], [value]));
    }

    private void Add(Node node)
    {
        string[] inputs = [.. node.Inputs.OfType<Value>().Select(input => Reference(input, node.Scope))];
        string name = Unique(node.Scope.Length == 0 ? node.Op : $"{node.Scope}/{node.Op}");
        for (int i = 0; i < node.Outputs.Count; i++)
            _names[node.Outputs[i]] = i == 0 ? name : FormattableString.Invariant($"{name}:{i}");
        _message.Add(1, Definition(name, node.Op, inputs, node.Outputs));
    }

    /// <summary>The name of a value; a constant is drawn in the box of its first reader.</summary>
    private string Reference(Value value, string scope)
    {
        if (_names.TryGetValue(value, out string? known))
            return known;
        string name = Named(value, scope.Length == 0 ? "Const" : $"{scope}/Const");
        _message.Add(1, Definition(name, "Const", [], [value]));
        return name;
    }

    private string Named(Value value, string stem) => _names[value] = Unique(stem);

    private static ProtoMessage Definition(
        string name,
        string op,
        IReadOnlyList<string> inputs,
        IReadOnlyList<Value> outputs
    )
    {
        var node = new ProtoMessage().Add(1, name).Add(2, op);
        foreach (string input in inputs)
            node.Add(3, input);
        var shapes = new ProtoMessage();
        foreach (var output in outputs)
            shapes.Add(7, TensorProto.Shape([.. output.Shape.Select(d => d.IsKnown ? d.Value : -1)]));
        return node.Add(5, new ProtoMessage().Add(1, "_output_shapes").Add(2, new ProtoMessage().Add(1, shapes)));
    }

    /// <summary>A free name of the characters that names of nodes have.</summary>
    private string Unique(string stem)
    {
        var clean = new StringBuilder(stem);
        for (int i = 0; i < clean.Length; i++)
            if (!char.IsAsciiLetterOrDigit(clean[i]) && clean[i] is not ('.' or '_' or '-' or '/'))
                clean[i] = '_';
        string name = clean.ToString();
        for (int number = 1; !_taken.Add(name); number++)
            name = FormattableString.Invariant($"{clean}_{number}");
        return name;
    }
}

using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>Puts one of ONNX's own tests to everything that is done with a model here.</summary>
internal sealed class NodeTestRun
{
    private static readonly Dictionary<int, string> OtherTypes = new()
    {
        [8] = "string",
        [14] = "complex64",
        [15] = "complex128",
        [17] = "float8e4m3fn",
        [18] = "float8e4m3fnuz",
        [19] = "float8e5m2",
        [20] = "float8e5m2fnuz",
        [21] = "uint4",
        [22] = "int4",
        [23] = "float4e2m1",
        [24] = "float8e8m0",
        [25] = "uint2",
        [26] = "int2",
    };

    /// <summary>Operators whose results nobody can foretell but for type and shape; Dropout is one in training alone.</summary>
    private static readonly HashSet<string> Random =
    [
        "Bernoulli",
        "Dropout",
        "Multinomial",
        "RandomNormal",
        "RandomNormalLike",
        "RandomUniform",
        "RandomUniformLike",
    ];

    private readonly NodeTest _test;
    private readonly ModelProto _model;
    private readonly Dictionary<string, ConstantTensor> _inputs;
    private readonly Dictionary<string, ConstantTensor> _outputs;
    private readonly List<string> _lacking = [];
    private readonly bool _isRandom;
    private string _stage = "read";

    private NodeTestRun(
        NodeTest test,
        ModelProto model,
        Dictionary<string, ConstantTensor> inputs,
        Dictionary<string, ConstantTensor> outputs
    )
    {
        (_test, _model, _inputs, _outputs) = (test, model, inputs, outputs);
        _isRandom = Nodes(model.Graph)
            .Any(n => Random.Contains(n.OpType) && (n.OpType != "Dropout" || n.Input.Count > 2));
    }

    /// <summary>Runs a test.</summary>
    public static NodeTestOutcome Of(NodeTest test)
    {
        var model = test.Model();
        string[] types = [.. Types(model.Graph).Distinct().Order(StringComparer.Ordinal)];
        if (types.Length > 0)
            return new(NodeTestClass.OtherType, string.Join(", ", types));
        var inputs = test.Inputs(model.Graph);
        var outputs = test.Outputs(model.Graph);
        if (inputs is null || outputs is null)
            return new(NodeTestClass.OtherType, "in its data");
        return new NodeTestRun(test, model, inputs, outputs).Run();
    }

    /// <summary>The names of the operators of a graph that are not known.</summary>
    public static string[] UnknownOperators(GraphProto graph) =>
        [
            .. Nodes(graph)
                .Where(n => OperatorTable.Find(n.Domain, n.OpType) is null && n.OpType != "Constant")
                .Select(n => n.Domain.Length == 0 ? n.OpType : $"{n.Domain}.{n.OpType}")
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private NodeTestOutcome Run()
    {
        try
        {
            var graph = ModelReader.FromBytes(_test.Bytes);
            TypeCheck.Verify(graph);
            int ran = RunOpsets(graph);
            if (ran > 0 && !_test.IsNetwork)
                RunRewritten(ran);
            return ran > 0 ? new(NodeTestClass.Passed, "", _lacking)
                : RunAsItIs(out string refusal) is null ? new(NodeTestClass.NoKernel, refusal)
                : new(NodeTestClass.Failed, string.Join("; ", _lacking));
        }
        catch (GraphException error) when (_stage == "read")
        {
            return UnknownOperators(_model.Graph) is { Length: > 0 } unknown
                ? new(NodeTestClass.UnknownOperator, string.Join(", ", unknown))
                : new(NodeTestClass.Refused, error.Message);
        }
        catch (Exception error)
        {
            return Blame(error);
        }
    }

    /// <summary>What to make of other outputs than the test holds, or of none: ONNX Runtime may give others itself.</summary>
    private NodeTestOutcome Blame(Exception error)
    {
        var failed = new NodeTestOutcome(NodeTestClass.Failed, $"{_stage}: {error.Message.ReplaceLineEndings(" ")}");
        if (RunAsItIs(out string refusal) is not { } theirs)
            return error is OnnxRuntimeException ? new(NodeTestClass.RuntimeDiffers, refusal) : failed;
        if (Record.Exception(() => Compare(theirs)) is not { } difference)
            return failed;
        var again = new NodeTestRun(_test, _model, _inputs, theirs).Run();
        return again.Class == NodeTestClass.Passed ? new(NodeTestClass.RuntimeDiffers, difference.Message) : failed;
    }

    /// <summary>Runs the graph as each opset has it; says which opset served, 0 if none did.</summary>
    private int RunOpsets(Graph graph)
    {
        int ran = 0;
        foreach (int opset in _test.IsNetwork ? [18] : new[] { 17, 21, 18 })
        {
            _stage = $"opset {opset}";
            try
            {
                Compare(GraphRunner.Run(graph, _inputs, opset));
                ran = opset;
            }
            catch (GraphException error)
                when (opset < _test.Opset && error.Message.Contains("opset", StringComparison.Ordinal))
            {
                _lacking.Add($"{_stage}: {error.Message}");
            }
            catch (OnnxRuntimeException error) when (error.Code == OnnxRuntimeError.NotImplemented)
            {
                _lacking.Add($"{_stage}: {error.Message.ReplaceLineEndings(" ")}");
            }
        }
        return ran;
    }

    /// <summary>Runs what the passes make of the graph, and what decompositions do.</summary>
    private void RunRewritten(int opset)
    {
        var passes = ModelReader.FromBytes(_test.Bytes);
        (string Name, Action<Graph> Run)[] all =
        [
            ("simplified", Simplify.Run),
            ("reordered", AxisOrder.Run),
            ("pooled first", PoolFirst.Run),
            ("deduplicated", CommonSubexpressions.Run),
        ];
        foreach (var (name, pass) in all)
        {
            _stage = name;
            pass(passes);
        }
        _stage = "rewritten";
        Compare(GraphRunner.Run(passes, _inputs, opset));

        _stage = "decomposed";
        var composed = ModelReader.FromBytes(_test.Bytes);
        bool any = false;
        try
        {
            Rewriter.Run(
                composed,
                node =>
                {
                    if (!IsComposed(node))
                        return null;
                    any = true;
                    return OperatorTable.Get(node).Decompose!(node);
                }
            );
        }
        catch (GraphException)
        {
            // Some decompositions need to know more than a test of an operator tells.
            return;
        }
        try
        {
            if (any)
                Compare(GraphRunner.Run(composed, _inputs, opset));
        }
        catch (OnnxRuntimeException error) when (error.Code == OnnxRuntimeError.NotImplemented)
        {
            // What stands for an operator may lack a kernel for a type for which the operator has one.
        }
    }

    /// <summary>Whether a node can be written with other operators: some operators can in some forms alone, which opsets lack.</summary>
    private static bool IsComposed(Node node)
    {
        var op = OperatorTable.Get(node);
        var (oldest, newest) = ModelWriter.Opsets;
        return op.Decompose is not null
            && (op.Lacks is null || Enumerable.Range(oldest, newest - oldest + 1).Any(o => op.Lacks(node, o)));
    }

    /// <summary>What ONNX Runtime gives for the model as it is; null where it does not run it.</summary>
    private Dictionary<string, ConstantTensor>? RunAsItIs(out string refusal)
    {
        refusal = "";
        try
        {
            return GraphRunner.Run(_test.Bytes, _inputs);
        }
        catch (OnnxRuntimeException error)
        {
            refusal = error.Message.ReplaceLineEndings(" ");
            return null;
        }
    }

    private void Compare(Dictionary<string, ConstantTensor> came)
    {
        foreach (var (name, expected) in _outputs)
        {
            Assert.True(
                expected.Type == came[name].Type && expected.Shape.Equals(came[name].Shape),
                $"{name}: {came[name].Type} {came[name].Shape} came, {expected.Type} {expected.Shape} was expected."
            );
            if (!_isRandom)
                Compare(name, expected, came[name]);
        }
    }

    private static void Compare(string name, ConstantTensor expected, ConstantTensor came)
    {
        if (expected.Bytes.SequenceEqual(came.Bytes))
            return;
        bool exact = !expected.Type.IsFloat();
        var (a, b) = (expected.ToDoubles(), came.ToDoubles());
        // Sums that come to nothing are rounded as their greatest parts are.
        double rounding = 1e-6 * a.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < a.Length; i++)
            Assert.True(
                !exact && (a[i].Equals(b[i]) || Math.Abs(a[i] - b[i]) <= 1e-4 + rounding + 1e-3 * Math.Abs(a[i])),
                $"{name}[{i}]: {b[i]} came, {a[i]} was expected."
            );
    }

    private static IEnumerable<NodeProto> Nodes(GraphProto graph) =>
        graph.Node.Concat(
            graph.Node.SelectMany(n => n.Attribute).Where(a => a.G is not null).SelectMany(a => Nodes(a.G))
        );

    /// <summary>The types of a graph's values that no graph of ours holds.</summary>
    private static IEnumerable<string> Types(GraphProto graph)
    {
        var values = graph.Input.Concat(graph.Output).Concat(graph.ValueInfo).Select(v => v.Type);
        var attributes = graph.Node.SelectMany(n => n.Attribute).ToArray();
        var tensors = graph.Initializer.Concat(attributes.Where(a => a.T is not null).Select(a => a.T));
        return values
            .Where(t => t is not null)
            .Select(Type)
            .Concat(tensors.Select(t => OtherTypes.GetValueOrDefault(t.DataType)))
            .OfType<string>()
            .Concat(attributes.Where(a => a.G is not null).SelectMany(a => Types(a.G)));
    }

    private static string? Type(TypeProto type) =>
        type.ValueCase switch
        {
            TypeProto.ValueOneofCase.TensorType => OtherTypes.GetValueOrDefault(type.TensorType.ElemType),
            TypeProto.ValueOneofCase.SequenceType => "sequence",
            TypeProto.ValueOneofCase.OptionalType => "optional",
            TypeProto.ValueOneofCase.None => null,
            var other => other.ToString(),
        };
}

using System.Globalization;
using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>
/// The types and shapes that are inferred here, held against those that ONNX Runtime infers for the same models: ONNX's own tests, with
/// every value given out and none of their shapes told; once with the inputs' sizes as they are, once with symbols in their place.
/// </summary>
public sealed class ShapeInferenceTests(ITestOutputHelper output)
{
    private const string ShapeOf = "shape of ";

    /// <summary>What must be a number, for it tells how many dimensions there are, or what is meant.</summary>
    private static readonly string[] Excuses =
    [
        "whose kernel has no known size",
        "the last dimension must be known and say how many they name",
        "tells whether there is one for each group or for each channel",
    ];

    private readonly List<string> _wrong = [];
    private readonly List<string> _weaker = [];
    private int _values;
    private int _dims;
    private int _stronger;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Knows_what_the_runtime_knows(bool symbolic)
    {
        var refused = new List<string>();
        int models = 0;
        int silent = 0;
        foreach (var test in NodeTest.Readable())
        {
            var model = Opened(test, symbolic);
            if (Read(model) is not { } graph)
            {
                // What is refused with sizes is in the account of all tests.
                if (symbolic && Read(Opened(test, false)) is not null)
                    refused.Add($"{test}: {Refusal(model)}");
                continue;
            }
            if (Describe(model) is not { } described)
            {
                silent++;
                continue;
            }
            models++;
            foreach (var theirs in described.Values.Where(d => !d.Name.StartsWith(ShapeOf, StringComparison.Ordinal)))
                Compare(test, graph.FindOutput(theirs.Name)!.Value, theirs, described[ShapeOf + theirs.Name].Dims[0]);
        }
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{models} models ({silent} more are not loaded), {_values} values, {_dims} dimensions, of which {_stronger} are known here alone"
            )
        );
        output.WriteLine($"refused with symbols:\n{string.Join("\n", refused)}");

        output.WriteLine($"known to ONNX Runtime alone:\n{string.Join("\n", _weaker)}");

        Assert.Empty(_wrong);
        Assert.Empty(_weaker);
        Assert.All(refused, r => Assert.True(Excuses.Any(e => r.Contains(e, StringComparison.Ordinal)), r));
        Assert.True(models > 1000);
    }

    private void Compare(NodeTest test, Value ours, TensorDescription theirs, long rank)
    {
        _values++;
        string both = $"{test}: {ours.Producer} gives {ours.Type}, ONNX Runtime says {theirs.ElementType} {theirs}";
        if (ours.ElementType != theirs.ElementType || (rank >= 0 && ours.Rank != rank))
        {
            _wrong.Add(both);
            return;
        }
        for (int i = 0; i < rank; i++)
        {
            _dims++;
            var (our, their, symbol) = (ours.Shape[i], theirs.Dims[i], theirs.Symbols[i]);
            bool knownHere = our.IsKnown || IsSize(our.Symbol!);
            bool knownThere = their >= 0 || IsSize(symbol);
            if (our.IsKnown && their >= 0 && our.Value != their)
                _wrong.Add(both);
            if (knownThere && !knownHere)
                _weaker.Add(both);
            if (knownHere && !knownThere)
                _stronger++;
        }
    }

    /// <summary>Whether a symbol is one of those that stand for the inputs' sizes; others are the runtime's own, for what it does not know.</summary>
    private static bool IsSize(string symbol) => symbol.StartsWith("size", StringComparison.Ordinal);

    private static Graph? Read(ModelProto model)
    {
        try
        {
            return ModelReader.FromBytes(model.ToByteArray());
        }
        catch (GraphException)
        {
            return null;
        }
    }

    private static string Refusal(ModelProto model) =>
        Assert.Throws<GraphException>(() => ModelReader.FromBytes(model.ToByteArray())).Message;

    /// <summary>What ONNX Runtime infers of a model's outputs, by name; null where it lacks a kernel.</summary>
    private static Dictionary<string, TensorDescription>? Describe(ModelProto model)
    {
        try
        {
            var settings = new SessionSettings { Optimization = OptimizationLevel.None };
            using var session = new Session(model.ToByteArray(), settings);
            return session.Outputs.ToDictionary(o => o.Name);
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    /// <summary>
    /// A test's model with every value that anything reads given out, without shapes; and the shape of each besides, whose own shape
    /// tells a single number from a value of an unknown rank.
    /// </summary>
    private static ModelProto Opened(NodeTest test, bool symbolic)
    {
        var model = test.Model();
        var graph = model.Graph;
        Forget(graph);
        var initializers = graph.Initializer.Select(t => t.Name).ToHashSet();
        if (symbolic)
            foreach (var input in graph.Input.Where(i => !initializers.Contains(i.Name) && !IsList(i)))
            foreach (var dim in input.Type?.TensorType?.Shape?.Dim ?? [])
                if (dim.DimValue > 1)
                    dim.DimParam = string.Create(CultureInfo.InvariantCulture, $"size{dim.DimValue}");
        var read = graph.Node.SelectMany(n => n.Input).Concat(graph.Output.Select(o => o.Name)).ToHashSet();
        string[] names = [.. graph.Node.SelectMany(n => n.Output).Where(o => o.Length > 0 && read.Contains(o))];
        graph.Output.Clear();
        foreach (string name in names)
        {
            graph.Node.Add(
                new NodeProto
                {
                    OpType = "Shape",
                    Input = { name },
                    Output = { ShapeOf + name },
                }
            );
            graph.Output.Add([new ValueInfoProto { Name = name }, new ValueInfoProto { Name = ShapeOf + name }]);
        }
        return model;
    }

    /// <summary>Whether a value may be a shape or a list of axes, whose length tells how many dimensions there are.</summary>
    private static bool IsList(ValueInfoProto value) =>
        value.Type?.TensorType is { ElemType: (int)ElementType.Int64, Shape.Dim.Count: 1 };

    /// <summary>Takes away what a file tells of shapes that can be inferred, which ONNX Runtime would believe.</summary>
    private static void Forget(GraphProto graph)
    {
        graph.ValueInfo.Clear();
        foreach (var body in graph.Node.SelectMany(n => n.Attribute).Select(a => a.G).Where(g => g is not null))
        {
            Forget(body);
            foreach (var value in body.Input.Concat(body.Output).Where(v => v.Type?.TensorType is not null))
                value.Type.TensorType.Shape = null;
        }
    }
}

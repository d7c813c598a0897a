using System.Globalization;
using Google.Protobuf;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>
/// The types and shapes that are inferred here, held against those that ONNX Runtime infers for the same models: ONNX's own tests, with
/// every value given out and none of their shapes told.
/// </summary>
public sealed class ShapeInferenceTests(ITestOutputHelper output)
{
    private const string ShapeOf = "shape of ";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Agrees_with_the_runtime(bool symbolic)
    {
        var wrong = new List<string>();
        var weaker = new List<string>();
        var refused = new List<string>();
        int models = 0, values = 0, dims = 0, stronger = 0, silent = 0;
        foreach (var test in NodeTest.Readable())
        {
            var model = Opened(test, symbolic);
            Graph graph;
            try
            {
                graph = ModelReader.FromBytes(model.ToByteArray());
            }
            catch (GraphException error)
            {
                if (NodeTestRun.UnknownOperators(model.Graph).Length == 0)
                    refused.Add($"{test}: {error.Message}");
                continue;
            }
            IReadOnlyList<TensorDescription> described;
            try
            {
                using var session = new Session(
                    model.ToByteArray(),
                    new SessionSettings { Optimization = OptimizationLevel.None }
                );
                described = session.Outputs;
            }
            catch (OnnxRuntimeException)
            {
                silent++;
                continue;
            }
            models++;
            foreach (var theirs in described.Where(d => !d.Name.StartsWith(ShapeOf, StringComparison.Ordinal)))
            {
                values++;
                var ours = graph.FindOutput(theirs.Name)!.Value;
                long rank = described.Single(d => d.Name == ShapeOf + theirs.Name).Dims[0];
                string both = $"{test}: {ours.Producer} gives {ours.Type}, ONNX Runtime says {theirs.ElementType} {theirs}";
                if (ours.ElementType != theirs.ElementType || (rank >= 0 && ours.Rank != rank))
                    wrong.Add(both);
                else if (rank >= 0)
                    for (int i = 0; i < rank; i++)
                    {
                        dims++;
                        if (!ours.Shape[i].IsKnown)
                        {
                            string symbol = ours.Shape[i].Symbol!;
                            if (theirs.Dims[i] >= 0 ? true : theirs.Symbols[i].StartsWith("size", StringComparison.Ordinal) && symbol == "?")
                                weaker.Add(both);
                        }
                        else if (theirs.Dims[i] < 0)
                            stronger++;
                        else if (theirs.Dims[i] != ours.Shape[i].Value)
                            wrong.Add(both);
                    }
            }
        }
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{models} models, {values} values, {dims} dimensions; {silent} models that ONNX Runtime does not load; {stronger} dimensions known here alone; {weaker.Count} known there alone; {wrong.Count} wrong"
            )
        );
        output.WriteLine("wrong:\n" + string.Join("\n", wrong));
        output.WriteLine("weaker:\n" + string.Join("\n", weaker.Distinct()));
        output.WriteLine("refused:\n" + string.Join("\n", refused));
        Assert.Empty(wrong);
    }

    /// <summary>A test's model with every value that anything reads given out, without shapes, and the shape of each besides.</summary>
    private static ModelProto Opened(NodeTest test, bool symbolic)
    {
        var model = test.Model();
        var graph = model.Graph;
        graph.ValueInfo.Clear();
        var initializers = graph.Initializer.Select(t => t.Name).ToHashSet();
        if (symbolic)
            foreach (var input in graph.Input.Where(i => !initializers.Contains(i.Name)))
                foreach (var dim in input.Type?.TensorType?.Shape?.Dim ?? [])
                    if (dim.DimValue > 1)
                        dim.DimParam = string.Create(CultureInfo.InvariantCulture, $"size{dim.DimValue}");
        var read = graph.Node.SelectMany(n => n.Input).Concat(graph.Output.Select(o => o.Name)).ToHashSet();
        string[] names = [.. graph.Node.SelectMany(n => n.Output).Where(o => o.Length > 0 && read.Contains(o))];
        graph.Output.Clear();
        foreach (string name in names)
        {
            graph.Node.Add(new NodeProto { OpType = "Shape", Input = { name }, Output = { ShapeOf + name } });
            graph.Output.Add([new ValueInfoProto { Name = name }, new ValueInfoProto { Name = ShapeOf + name }]);
        }
        return model;
    }
}

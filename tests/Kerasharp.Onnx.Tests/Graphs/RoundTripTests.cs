using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;
using Kerasharp.Onnx.Tests.Passes;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>What is written can be read, and run, in every opset.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] Float64IsFunction =
    [
        "Elu",
        "Selu",
        "LeakyRelu",
        "PRelu",
        "ThresholdedRelu",
        "HardSigmoid",
        "Softplus",
        "Softsign",
    ];

    public static TheoryData<string> CaseNames => [.. GradientCatalog.All.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Every_operator_is_written_as_it_was_read(string name)
    {
        foreach (int seed in GradientCases.Seeds(3))
        {
            var (graph, inputs) = Case(name, seed);
            var expected = GraphRunner.Run(graph, inputs);
            foreach (int opset in new[] { 18, 17, 21 })
            {
                byte[] written = ModelWriter.ToBytes(graph, opset);

                var read = ModelReader.FromBytes(written);

                TypeCheck.Verify(read);
                Assert.Equal(graph.Inputs.Select(i => $"{i}"), read.Inputs.Select(i => $"{i}"));
                byte[] again = ModelWriter.ToBytes(read, opset);
                // A body that gives out what it takes gets a node for that when it is written, which is in order only afterwards.
                bool differs = graph.Sort().Exists(n => n.Subgraphs().Any());
                if (differs)
                    Assert.Equal(again, ModelWriter.ToBytes(ModelReader.FromBytes(again), opset));
                else
                    Assert.Equal(written, again);
                // ONNX Runtime has these for float64 in opset 18 alone, where ONNX writes them as functions.
                if (opset != 18 && graph.Sort().Any(n => Float64IsFunction.Contains(n.Op)))
                    continue;
                Equal(expected, GraphRunner.Run(written, inputs));
                // The same bytes need not be run twice.
                if (differs)
                    Equal(expected, GraphRunner.Run(read, inputs, opset));
            }
        }
    }

    [Fact]
    public void Random_graphs_of_any_batch_are_written_as_they_were_read()
    {
        foreach (int seed in GradientCases.Seeds(40))
        {
            var random = new RandomGraph(seed, symbolic: true);
            byte[] written = ModelWriter.ToBytes(random.Graph);

            var read = ModelReader.FromBytes(written);

            Assert.Equal(Dim.Batch, read.Inputs[0].Shape[0]);
            Assert.Equal(written, ModelWriter.ToBytes(read));
            Equal(GraphRunner.Run(random.Graph, random.Inputs), GraphRunner.Run(read, random.Inputs));
        }
    }

    [Fact]
    public void A_file_is_written_whole()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "model.onnx");
        var graph = new RandomGraph(1).Graph;
        File.WriteAllText(path, "an older file");

        ModelWriter.Save(graph, path, metadata: new Dictionary<string, string> { ["a"] = "b" });

        Assert.Equal(graph.ToString(), ModelReader.Load(path).ToString());
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "taken");
        Directory.CreateDirectory(path);

        Assert.ThrowsAny<Exception>(() => ModelWriter.Save(new RandomGraph(1).Graph, path));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Inputs_constants_and_repeated_values_are_given_out()
    {
        var graph = new Graph("ends");
        var x = graph.AddInput("x", ElementType.Float32, [2]);
        var y = Op.Neg(x);
        graph.AddOutput("x too", x);
        graph.AddOutput("constant", graph.Constant(ConstantTensor.Vector(1f, 2f)));
        graph.AddOutput("y", y);
        graph.AddOutput("y too", y);

        var outputs = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Vector(3f, 4f) }
        );

        Assert.Equal([3, 4], outputs["x too"].ToDoubles());
        Assert.Equal([1, 2], outputs["constant"].ToDoubles());
        Assert.Equal([-3, -4], outputs["y"].ToDoubles());
        Assert.Equal([-3, -4], outputs["y too"].ToDoubles());
    }

    [Fact]
    public void An_output_that_is_named_as_an_input_is_refused()
    {
        var graph = new Graph("clash");
        var x = graph.AddInput("x", ElementType.Float32, [2]);
        graph.AddOutput("x", Op.Neg(x));

        var error = Assert.Throws<GraphException>(() => ModelWriter.ToBytes(graph));

        Assert.Contains("'x'", error.Message);
    }

    [Fact]
    public void Names_that_layers_give_are_made_unique()
    {
        var graph = new Graph("names");
        var x = graph.AddInput("dense/Neg", ElementType.Float32, [2]);
        using (graph.Within("dense"))
            x = Op.Neg(Op.Neg(x) * 2);
        graph.AddOutput("dense/Mul", x);

        var outputs = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor> { ["dense/Neg"] = ConstantTensor.Vector(3f, 4f) }
        );

        Assert.Equal([6, 8], outputs["dense/Mul"].ToDoubles());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(22)]
    public void Other_opsets_are_refused(int opset)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            ModelWriter.ToBytes(new RandomGraph(1).Graph, opset)
        );

        Assert.Contains("17 to 21", error.Message);
    }

    private static (Graph Graph, Dictionary<string, ConstantTensor> Inputs) Case(string name, int seed)
    {
        var entry = GradientCatalog.All[name];
        var draw = entry.Draw(seed);
        return GradientCheck.Build(entry.Make(draw), draw);
    }

    private static void Equal(Dictionary<string, ConstantTensor> expected, Dictionary<string, ConstantTensor> came)
    {
        Assert.Equal(expected.Keys, came.Keys);
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal(tensor.Shape, came[name].Shape);
            // ONNX Runtime may fuse otherwise in another opset.
            double tolerance = tensor.Type == ElementType.Float64 ? 1e-13 : 1e-5;
            double[] numbers = tensor.ToDoubles();
            double scale = Math.Max(1, numbers.Select(Math.Abs).DefaultIfEmpty().Max());
            Assert.All(
                numbers.Zip(came[name].ToDoubles()),
                pair => Assert.Equal(pair.First, pair.Second, tolerance * scale)
            );
        }
    }
}

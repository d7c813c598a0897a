using Kerasharp.Layers;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Saving;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Activations;

/// <summary>Every activation, with its arguments, against Keras's formulas in float64: values, gradients, exports.</summary>
public sealed class ActivationReferenceTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");

    public static TheoryData<string> Cases() => [.. ActivationCase.Names];

    public void Dispose() => File.Delete(_file);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_Keras(string name)
    {
        var reference = ActivationCase.Get(name);
        var x = reference.Input.Floats();
        var dy = reference.Cotangent.Floats();
        var graph = new Graph();
        var input = graph.AddInput("x", ElementType.Float32, OpenBatch(x));
        var output = reference.Function().Apply(new SymbolicTensor(input)).Value;
        var loss = Op.ReduceSum(output * graph.AddInput("dy", ElementType.Float32, OpenBatch(dy)));
        // Unchanged inputs get a node, since a graph's output is computed.
        graph.AddOutput("y", Op.Identity(output));
        graph.AddOutput("dx", Op.Identity(ReverseSweep.Gradients(loss, [input])[0]!));

        var results = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = x, ["dy"] = dy });

        AssertClose(reference.Output, results["y"], 1e-5, reference.IsRelative);
        AssertClose(reference.Gradient, results["dx"], 1e-4, relative: false);
        double difference = Norm(reference.Gradient.Zip(results["dx"], (e, a) => e - a));
        // Where a function is flat in float32, the norm may be as small as its rounding.
        Assert.True(
            difference <= 1e-4 * Norm(reference.Gradient) + 1e-8,
            $"The gradient differs by {difference} in norm."
        );
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Exports_agree_whatever_the_opset(string name)
    {
        var reference = ActivationCase.Get(name);
        var x = reference.Input.Floats();
        nint[] dims = Array.ConvertAll(x.Shape.ToArray(), d => (nint)d);
        using var model = new Sequential([
            new Input(x.Shape.ToArray()[1..]),
            new Kerasharp.Layers.Activation(reference.Function()),
        ]);
        foreach (int opset in new[] { 17, 18, 21 })
        {
            model.Export(_file, opset);
            using var read = OnnxModel.Load(_file);
            var y = read.Predict(reference.Input.Numbers().Select(n => (float)n).ToArray().ToTensor(dims)).ToFlat();
            AssertClose(reference.Output, Array.ConvertAll(y, v => (double)v), 1e-5, reference.IsRelative);
        }
    }

    [Fact]
    public void Relu6_is_exported_as_a_clip()
    {
        using var model = new Sequential([new Input(3), new Kerasharp.Layers.Activation("relu6")]);
        Assert.Equal(["Clip"], ModelExport.ToGraph(model).Sort().Select(n => n.Op));
    }

    private static Shape OpenBatch(ConstantTensor tensor) => new Input(tensor.Shape.ToArray()[1..]).Shape;

    private static void AssertClose(double[] expected, double[] actual, double tolerance, bool relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(
                // What float32 cannot hold may be 0.
                Math.Abs(expected[i] - actual[i])
                    <= tolerance * Math.Max(Math.Abs(expected[i]), relative ? 1e-30 : 1),
                FormattableString.Invariant($"At {i} {expected[i]} was expected, {actual[i]} came.")
            );
    }

    private static double Norm(IEnumerable<double> numbers) => Math.Sqrt(numbers.Sum(n => n * n));
}

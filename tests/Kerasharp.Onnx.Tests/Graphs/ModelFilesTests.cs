using Google.Protobuf;
using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Tests.Gradients;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>Models that others made, from the folder that KERASHARP_DATA names.</summary>
public sealed class ModelFilesTests
{
    [Theory]
    [InlineData("mnist/mnist.onnx")]
    [InlineData("mnist/cnn_mnist_pytorch.onnx")]
    [InlineData("mnist/mnist-net_256x2.onnx")]
    [InlineData("cifar10_resnet/resnet_2b.onnx")]
    [InlineData("cifar10_resnet/resnet_4b.onnx")]
    [InlineData("marabou-cifar10/cifar10_small.onnx")]
    public void Computes_as_before_when_read_and_written(string name)
    {
        byte[] original = File.ReadAllBytes(Find(name));
        var inputs = Draw(original);
        var expected = GraphRunner.Run(original, inputs);

        var graph = ModelReader.FromBytes(original);

        Equal(expected, GraphRunner.Run(graph, inputs, opset: 17));
        Equal(expected, GraphRunner.Run(graph, inputs));
        Equal(expected, GraphRunner.Run(graph, inputs, opset: 21));
        Simplify.Run(graph);
        AxisOrder.Run(graph);
        CommonSubexpressions.Run(graph);
        Equal(expected, GraphRunner.Run(graph, inputs));
    }

    [Theory]
    [InlineData("mnist/mnist.onnx")]
    [InlineData("mnist/cnn_mnist_pytorch.onnx")]
    [InlineData("mnist/mnist-net_256x2.onnx")]
    [InlineData("cifar10_resnet/resnet_2b.onnx")]
    [InlineData("cifar10_resnet/resnet_4b.onnx")]
    [InlineData("marabou-cifar10/cifar10_small.onnx")]
    public void Has_gradients_for_all_its_weights(string name)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Find(name)));
        var inputs = Draw(model.ToByteArray());
        var weights = ModelReader
            .FromBytes(model.ToByteArray())
            .Sort()
            .SelectMany(n => n.Inputs)
            .OfType<Value>()
            .Where(v => v.Constant is { Type: ElementType.Float32, Shape.Rank: > 0 })
            .DistinctBy(v => v.Name)
            .ToDictionary(v => v.Name!, v => v.Constant!);
        var graph = Open(model, weights);
        var loss = Op.ReduceSum(graph.Outputs[0].Value * graph.Outputs[0].Value);
        var gradients = ReverseSweep.Gradients(loss, weights.Keys.Select(w => graph.FindInput(w)!).ToArray());
        graph.AddOutput("loss", loss);
        foreach (var (weight, gradient) in weights.Keys.Zip(gradients))
            graph.AddOutput($"gradient {weight}", gradient!);
        Simplify.Run(graph);
        AxisOrder.Run(graph);
        CommonSubexpressions.Run(graph);
        using var runner = new GraphRunner(graph);

        // Along the gradient the loss rises by its norm. The step is small, since these networks are full of kinks, and the loss as
        // float32 knows it then tells a hundredth of the slope.
        var here = runner.Run(inputs.Concat(weights).ToDictionary());
        double norm = Math.Sqrt(weights.Keys.Sum(w => here[$"gradient {w}"].ToDoubles().Sum(e => e * e)));
        double step = 2e-4 * here["loss"].ToDoubles()[0] / norm;
        double slope = (Loss(step) - Loss(-step)) / (2 * step);

        Assert.Equal(norm, slope, 0.02 * norm);

        double Loss(double length)
        {
            var feed = inputs.ToDictionary();
            foreach (var (weight, tensor) in weights)
            {
                double[] direction = here[$"gradient {weight}"].ToDoubles();
                float[] moved = [.. tensor.ToDoubles().Zip(direction, (e, g) => (float)(e + length / norm * g))];
                feed.Add(weight, ConstantTensor.Of<float>(moved, tensor.Shape.ToArray()));
            }
            return runner.Run(feed)["loss"].ToDoubles()[0];
        }
    }

    /// <summary>The model with its weights as inputs, at a batch of two where that is open.</summary>
    private static Graph Open(ModelProto model, Dictionary<string, ConstantTensor> weights)
    {
        var initializers = model.Graph.Initializer.Where(t => weights.ContainsKey(t.Name)).ToArray();
        foreach (var tensor in initializers)
        {
            model.Graph.Initializer.Remove(tensor);
            if (model.Graph.Input.All(i => i.Name != tensor.Name))
                model.Graph.Input.Add(Models.Tensor(tensor.Name, tensor.Dims.Cast<object>().ToArray()));
        }
        foreach (var input in model.Graph.Input)
        foreach (var dim in input.Type.TensorType.Shape.Dim.Where(d => d.DimValue <= 0))
            dim.DimValue = 2;
        return ModelReader.FromBytes(model.ToByteArray());
    }

    private static string Find(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("KERASHARP_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "KERASHARP_DATA does not name a folder with models/.");
        string path = Path.Combine(folder!, "models", name);
        Assert.SkipUnless(File.Exists(path), $"KERASHARP_DATA names a folder without models/{name}.");
        return path;
    }

    private static Dictionary<string, ConstantTensor> Draw(byte[] model)
    {
        using var runner = new GraphRunner(model);
        var draw = new Draw(1);
        return runner.Inputs.ToDictionary(
            input => input.Name,
            input =>
            {
                long[] dims = Array.ConvertAll(input.Dims, d => d < 0 ? 2 : d);
                return ConstantTensor.Of<float>(
                    Array.ConvertAll(draw.Uniform(0, 1, dims).ToDoubles(), e => (float)e),
                    dims
                );
            }
        );
    }

    private static void Equal(Dictionary<string, ConstantTensor> expected, Dictionary<string, ConstantTensor> came)
    {
        Assert.Equal(expected.Keys, came.Keys);
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal(tensor.Shape, came[name].Shape);
            double[] numbers = tensor.ToDoubles();
            double scale = numbers.Max(Math.Abs);
            Assert.All(
                numbers.Zip(came[name].ToDoubles()),
                pair => Assert.Equal(pair.First, pair.Second, 1e-5 * scale)
            );
        }
    }
}

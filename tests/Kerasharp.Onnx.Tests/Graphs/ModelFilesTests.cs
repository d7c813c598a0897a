using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Gradients;

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

using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Losses;

/// <summary>A graph around a loss: inputs by name, the loss and its gradients run at once.</summary>
internal sealed class LossGraph
{
    private readonly Graph _graph = new();
    private readonly Dictionary<string, ConstantTensor> _inputs = [];

    public SymbolicTensor Input(string name, Array elements) => Input(name, elements, Shape(elements));

    public SymbolicTensor Input(string name, Array elements, params long[] dims)
    {
        var tensor = elements switch
        {
            float[] or float[,] or float[,,] => ConstantTensor.Of<float>(elements.Cast<float>().ToArray(), dims),
            int[] or int[,] => ConstantTensor.Of<int>(elements.Cast<int>().ToArray(), dims),
            byte[] => ConstantTensor.Of<byte>(elements.Cast<byte>().ToArray(), dims),
            _ => throw new NotSupportedException(),
        };
        _inputs.Add(name, tensor);
        return new SymbolicTensor(_graph.AddInput(name, tensor.Type, tensor.Shape));
    }

    /// <summary>A value's elements.</summary>
    public double[] Run(SymbolicTensor value)
    {
        _graph.AddOutput("value", value.Value);
        return GraphRunner.Run(_graph, _inputs)["value"];
    }

    /// <summary>A scalar and its gradient.</summary>
    public (double Loss, double[] Gradient) Differentiate(SymbolicTensor loss, SymbolicTensor by)
    {
        _graph.AddOutput("gradient", ReverseSweep.Gradients(loss.Value, [by.Value])[0]!);
        _graph.AddOutput("loss", loss.Value);
        var results = GraphRunner.Run(_graph, _inputs);
        return (results["loss"][0], results["gradient"]);
    }

    private static long[] Shape(Array elements) =>
        [.. Enumerable.Range(0, elements.Rank).Select(i => elements.GetLongLength(i))];
}

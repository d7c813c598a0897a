using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Onnx.Tests.Kernels.Gradients;

/// <summary>Runs graphs whose inputs and outputs are all float32, with our kernels or with their twins.</summary>
internal static class Float32Graph
{
    /// <summary>The outputs in the graph's order, for inputs in the graph's order.</summary>
    public static float[][] Run(Graph graph, params float[][] inputs)
    {
        var tensors = new Dictionary<string, ConstantTensor>();
        for (int i = 0; i < inputs.Length; i++)
            tensors.Add(graph.Inputs[i].Name!, ConstantTensor.Of<float>(inputs[i], graph.Inputs[i].Shape.ToArray()));
        var outputs = GraphRunner.Run(graph, tensors);
        return [.. graph.Outputs.Select(output => outputs[output.Name].As<float>().ToArray())];
    }

    /// <summary>As <see cref="Run"/>, after each of our operators has given way to its twin.</summary>
    public static float[][] RunTwin(Graph graph, params float[][] inputs)
    {
        Decompose.Run(graph, _ => false);
        CommonSubexpressions.Run(graph);
        Assert.DoesNotContain(graph.Sort(), node => node.Domain.Length > 0);
        return Run(graph, inputs);
    }
}

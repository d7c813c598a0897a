using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests;

/// <summary>Runs a function of one tensor, as regularizers and constraints are.</summary>
internal static class FunctionRunner
{
    /// <summary>What a function makes of a tensor.</summary>
    public static double[] Run(Func<SymbolicTensor, SymbolicTensor> function, float[] elements, params long[] dims) =>
        Run(function, elements, dims, differentiate: false)["y"];

    /// <summary>The gradient of a function that gives one number.</summary>
    public static double[] Gradient(
        Func<SymbolicTensor, SymbolicTensor> function,
        float[] elements,
        params long[] dims
    ) => Run(function, elements, dims, differentiate: true)["dx"];

    private static Dictionary<string, double[]> Run(
        Func<SymbolicTensor, SymbolicTensor> function,
        float[] elements,
        long[] dims,
        bool differentiate
    )
    {
        var x = ConstantTensor.Of<float>(elements, dims);
        var graph = new Graph();
        var input = graph.AddInput("x", x.Type, x.Shape);
        var output = function(new SymbolicTensor(input)).Value;
        graph.AddOutput("y", output);
        if (differentiate)
            graph.AddOutput("dx", ReverseSweep.Gradients(output, [input])[0]!);
        return GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = x });
    }
}

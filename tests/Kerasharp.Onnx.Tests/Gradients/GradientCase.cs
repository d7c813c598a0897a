using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Tests.Gradients;

/// <summary>A function of some values, and where to differentiate it.</summary>
/// <param name="Function">Builds the function on a graph's inputs.</param>
/// <param name="Inputs">The point; gradients are taken by those that are float64.</param>
internal sealed record GradientCase(Func<Value[], Value> Function, params ConstantTensor[] Inputs)
{
    /// <summary>
    /// The function in plain float64 loops, for operators that ONNX Runtime's CPU does not compute in float64: the graph is then
    /// float32, and is held against this, forward and backward.
    /// </summary>
    public Func<double[][], double[]>? Reference { get; init; }
}

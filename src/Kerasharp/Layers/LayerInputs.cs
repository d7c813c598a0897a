using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>What layers ask of their inputs, in one wording.</summary>
internal static class LayerInputs
{
    /// <summary>The input in the type in which the model computes; bytes and other integers become floating-point numbers.</summary>
    public static Value In(this SymbolicTensor input, CallContext context) => Op.Cast(input.Value, context.ComputeType);

    /// <summary>An input's shape does not fit.</summary>
    /// <param name="layer">The layer that says so.</param>
    /// <param name="came">The shape that came.</param>
    /// <param name="needed">What would have fitted.</param>
    /// <param name="remedy">How to mend it.</param>
    public static LayerException Misfit(this Layer layer, Shape came, string needed, string remedy) =>
        new(layer.Name, $"an input of shape {came} came; {needed}. {remedy}");

    /// <summary>The number of channels, which the weights' shape depends on.</summary>
    public static long KnownChannels(this Layer layer, Shape came, int axis = -1) =>
        came[axis].IsKnown
            ? came[axis].Value
            : throw layer.Misfit(
                came,
                axis == -1 ? "the size of the last axis must be known" : $"the size of axis {axis} must be known",
                "Give its number to Input."
            );
}

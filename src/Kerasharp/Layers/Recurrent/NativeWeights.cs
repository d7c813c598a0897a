using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>A cell's weights as ONNX's operators take them, for one direction.</summary>
/// <param name="Input">Weights of the input (gates · units, features).</param>
/// <param name="Recurrent">Weights of the state (gates · units, units).</param>
/// <param name="Bias">Biases of the input, then of the state (2 · gates · units); null without bias.</param>
internal sealed record NativeWeights(Value Input, Value Recurrent, Value? Bias);

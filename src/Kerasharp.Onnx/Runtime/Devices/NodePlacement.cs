namespace Kerasharp;

/// <summary>Where one node of a step runs.</summary>
/// <param name="Layer">The layer (and its part) from which the node comes; empty where ONNX Runtime made it.</param>
/// <param name="Operator">The operator; those outside ONNX's own set with their domain, such as kerasharp.Adam.</param>
/// <param name="Device">The name of the device: cpu, cuda, webgpu, directml, coreml, or ONNX Runtime's name of another provider.</param>
/// <param name="Reason">Why the node runs on the processor though the step is another device's; null where it does not.</param>
public sealed record NodePlacement(string Layer, string Operator, string Device, string? Reason);

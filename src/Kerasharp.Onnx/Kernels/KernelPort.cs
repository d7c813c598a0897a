using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Kernels;

/// <summary>An input or output of a kernel.</summary>
/// <param name="Type">The element type; Undefined takes any.</param>
/// <param name="Presence">Whether it must be there.</param>
internal readonly record struct KernelPort(ElementType Type, KernelPresence Presence = KernelPresence.Required);

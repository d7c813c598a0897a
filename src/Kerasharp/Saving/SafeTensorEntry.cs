using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Saving;

/// <summary>A named tensor as a .safetensors file holds it.</summary>
/// <param name="Name">Any text but "__metadata__".</param>
/// <param name="Type">The type of the elements; numbers or truth values.</param>
/// <param name="Dims">The shape; empty for a single number.</param>
/// <param name="Data">The elements, row by row, little-endian.</param>
internal sealed record SafeTensorEntry(string Name, ElementType Type, long[] Dims, ReadOnlyMemory<byte> Data);

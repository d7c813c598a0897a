namespace Kerasharp.Tests.Shared;

/// <summary>A tensor on its way to or from Node.</summary>
/// <param name="Type">The element type as onnxruntime-node spells it: float32, int64, bool…</param>
/// <param name="Dims">The shape.</param>
/// <param name="Data">The elements' little-endian bytes, row by row.</param>
internal sealed record NodeTensor(string Type, long[] Dims, byte[] Data);

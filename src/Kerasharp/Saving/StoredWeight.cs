using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Saving;

/// <summary>What a file says of a weight.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Dims">Its shape.</param>
internal sealed record StoredWeight(string Name, ElementType Type, long[] Dims)
{
    /// <summary>As messages show it.</summary>
    public override string ToString() => $"'{Name}' {SafeTensorsHeader.DescribeShape(Dims)} of {Type}";
}

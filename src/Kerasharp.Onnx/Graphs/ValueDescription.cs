namespace Kerasharp.Onnx.Graphs;

/// <summary>An input or output as an ONNX file declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">The type of its elements; Undefined where it is no tensor.</param>
/// <param name="Shape">Its dimensions; null where the file does not tell.</param>
public sealed record ValueDescription(string Name, ElementType ElementType, Shape? Shape)
{
    /// <summary>Name, type and shape, symbols by their names: <c>image: Float32 (batch, 28, 28)</c>.</summary>
    public override string ToString() =>
        ElementType == ElementType.Undefined ? $"{Name}: no tensor"
        : Shape is null ? $"{Name}: {ElementType} of any shape"
        : $"{Name}: {ElementType} ({string.Join(", ", Shape)}{(Shape.Rank == 1 ? "," : "")})";
}

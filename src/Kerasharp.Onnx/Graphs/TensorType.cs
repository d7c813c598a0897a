namespace Kerasharp.Onnx.Graphs;

/// <summary>What is known of a value before it is computed: the type of its elements and its shape.</summary>
/// <param name="ElementType">The type of the elements.</param>
/// <param name="Shape">The dimensions.</param>
public readonly record struct TensorType(ElementType ElementType, Shape Shape)
{
    /// <summary>For example <c>Float32 (None, 10)</c>.</summary>
    public override string ToString() => $"{ElementType} {Shape}";
}

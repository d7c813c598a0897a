using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Saving;

/// <summary>Element types by the names that Keras and numpy have for them.</summary>
internal static class ElementTypeNames
{
    private static readonly Dictionary<string, ElementType> Types = new()
    {
        ["float32"] = ElementType.Float32,
        ["float64"] = ElementType.Float64,
        ["float16"] = ElementType.Float16,
        ["bfloat16"] = ElementType.BFloat16,
        ["int8"] = ElementType.Int8,
        ["int16"] = ElementType.Int16,
        ["int32"] = ElementType.Int32,
        ["int64"] = ElementType.Int64,
        ["uint8"] = ElementType.UInt8,
        ["uint16"] = ElementType.UInt16,
        ["uint32"] = ElementType.UInt32,
        ["uint64"] = ElementType.UInt64,
        ["bool"] = ElementType.Bool,
        ["string"] = ElementType.String,
    };

    /// <summary>The name of a type.</summary>
    public static string Of(ElementType type) => Types.First(t => t.Value == type).Key;

    /// <summary>The type of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ElementType Read(string name) =>
        Types.TryGetValue(name, out var type) ? type : throw Unknown.Name("element type", name, Types.Keys);
}

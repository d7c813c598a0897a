using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Saving;

/// <summary>The names that the safetensors format gives to element types.</summary>
internal static class SafeTensorsTypes
{
    private static readonly (ElementType Type, string Name)[] Names =
    [
        (ElementType.Bool, "BOOL"),
        (ElementType.UInt8, "U8"),
        (ElementType.Int8, "I8"),
        (ElementType.UInt16, "U16"),
        (ElementType.Int16, "I16"),
        (ElementType.Float16, "F16"),
        (ElementType.BFloat16, "BF16"),
        (ElementType.UInt32, "U32"),
        (ElementType.Int32, "I32"),
        (ElementType.Float32, "F32"),
        (ElementType.UInt64, "U64"),
        (ElementType.Int64, "I64"),
        (ElementType.Float64, "F64"),
    ];

    /// <summary>All names, for error messages.</summary>
    public static string List { get; } = string.Join(", ", Names.Select(pair => pair.Name));

    /// <summary>The format's name for a type; null where it has none.</summary>
    public static string? NameOf(ElementType type) => Array.Find(Names, pair => pair.Type == type).Name;

    /// <summary>The type of that name; Undefined for an unknown one.</summary>
    public static ElementType Parse(string? name) => Array.Find(Names, pair => pair.Name == name).Type;
}

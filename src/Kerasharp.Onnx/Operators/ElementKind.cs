using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Element types that an operator takes, as ONNX's specification lists them.</summary>
internal sealed class ElementKind
{
    private static readonly ElementType[] Floats =
    [
        ElementType.Float32,
        ElementType.Float64,
        ElementType.Float16,
        ElementType.BFloat16,
    ];

    private static readonly ElementType[] SignedIntegers =
    [
        ElementType.Int8,
        ElementType.Int16,
        ElementType.Int32,
        ElementType.Int64,
    ];

    private static readonly ElementType[] UnsignedIntegers =
    [
        ElementType.UInt8,
        ElementType.UInt16,
        ElementType.UInt32,
        ElementType.UInt64,
    ];

    private readonly string _name;
    private readonly string _mend;
    private readonly HashSet<ElementType> _types;

    private ElementKind(string name, string mend, params ElementType[] types) =>
        (_name, _mend, _types) = (name, mend, [.. types]);

    /// <summary>Floating-point numbers.</summary>
    public static ElementKind Float { get; } = new("floating-point numbers", "Cast them.", Floats);

    /// <summary>Numbers that may be negative.</summary>
    public static ElementKind Signed { get; } =
        new("numbers of a signed type", "Cast them.", [.. Floats, .. SignedIntegers]);

    /// <summary>Numbers of any type.</summary>
    public static ElementKind Number { get; } =
        new("numbers", "Cast them.", [.. Floats, .. SignedIntegers, .. UnsignedIntegers]);

    /// <summary>Floating-point numbers and whole ones of 32 or 64 bits.</summary>
    public static ElementKind Wide { get; } =
        new(
            "floating-point numbers, or integers of 32 or 64 bits,",
            "Cast them.",
            [.. Floats, ElementType.Int32, ElementType.Int64, ElementType.UInt32, ElementType.UInt64]
        );

    /// <summary>Floating-point numbers and whole ones of 32 or 64 bits with a sign.</summary>
    public static ElementKind WideSigned { get; } =
        new("floating-point numbers, Int32 or Int64", "Cast them.", [.. Floats, ElementType.Int32, ElementType.Int64]);

    /// <summary>Whole numbers.</summary>
    public static ElementKind Integer { get; } =
        new("integers", "Cast them.", [.. SignedIntegers, .. UnsignedIntegers]);

    /// <summary>Whole numbers without a sign.</summary>
    public static ElementKind Unsigned { get; } = new("unsigned integers", "Cast them.", UnsignedIntegers);

    /// <summary>Truth values.</summary>
    public static ElementKind Truth { get; } =
        new("truth values", "Compare the numbers with something, or cast them to Bool.", ElementType.Bool);

    /// <summary>Numbers, truth values and text.</summary>
    public static ElementKind Any { get; } =
        new(
            "numbers, truth values or text",
            "Cast them.",
            [.. Floats, .. SignedIntegers, .. UnsignedIntegers, ElementType.Bool, ElementType.String]
        );

    /// <summary>Refuses a value whose elements are of another kind.</summary>
    /// <param name="node">The node that reads it.</param>
    /// <param name="value">The value.</param>
    /// <param name="what">What the value is to the node, where its inputs differ.</param>
    public void Demand(Node node, Value value, string what = "")
    {
        if (!_types.Contains(value.ElementType))
            throw new GraphException(
                $"{node} got {(what.Length == 0 ? "" : $"a {what} with ")}elements of {value.ElementType}; {_name} were expected. {_mend}"
            );
    }
}

using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Graphs;

/// <summary>The differences between opsets of operators that work element by element, apart from their broadcasting.</summary>
internal static class ElementwiseForms
{
    /// <summary>The names that opset 5 and older have for element types.</summary>
    private static readonly Dictionary<string, ElementType> TypeNames = new()
    {
        ["FLOAT"] = ElementType.Float32,
        ["DOUBLE"] = ElementType.Float64,
        ["FLOAT16"] = ElementType.Float16,
        ["INT8"] = ElementType.Int8,
        ["INT16"] = ElementType.Int16,
        ["INT32"] = ElementType.Int32,
        ["INT64"] = ElementType.Int64,
        ["UINT8"] = ElementType.UInt8,
        ["UINT16"] = ElementType.UInt16,
        ["UINT32"] = ElementType.UInt32,
        ["UINT64"] = ElementType.UInt64,
        ["BOOL"] = ElementType.Bool,
    };

    /// <summary>Brings a node that was read from another opset into the form of opset 18.</summary>
    public static void Upgrade(string op, int opset, List<Value?> inputs, Attributes attributes)
    {
        switch (op)
        {
            case "Cast" when opset < 6:
                attributes.Add("to", TypeOf(attributes.String("to"), opset));
                break;
            case "Cast" or "CastLike":
                // It matters for elements of 8-bit floating point only, of which there are none here.
                attributes.Remove("saturate");
                break;
            case "Selu" when opset < 6:
                // The defaults had fewer digits.
                attributes.Add("alpha", attributes.Float("alpha", 1.6732f));
                attributes.Add("gamma", attributes.Float("gamma", 1.0507f));
                break;
            case "PRelu" when opset < 7 && inputs is [{ Rank: > 2 } x, { Rank: 1 } slope] && !slope.Shape[0].IsOne:
                // A slope of one dimension had a number for each channel; broadcasting takes it for the last axis.
                inputs[1] = Op.Unsqueeze(slope, [.. Enumerable.Range(1, x.Rank - 2).Select(i => (long)i)]);
                break;
        }
    }

    private static ElementType TypeOf(string name, int opset) =>
        TypeNames.TryGetValue(name.ToUpperInvariant(), out var type)
            ? type
            : throw new GraphException(
                $"A Cast of opset {opset} to '{name}' came; one of {string.Join(", ", TypeNames.Keys)} was expected. "
                    + "Export the model again with a newer opset."
            );
}

using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Saving;

/// <summary>Element types by Keras's names: <c>float32</c>, <c>int64</c>, <c>bool</c>.</summary>
internal static class ElementTypeNames
{
    /// <summary>Keras's name of a type.</summary>
    public static string Write(ElementType type) => type.ToString().ToLowerInvariant();

    /// <summary>The type of a name, or of a policy in whose configuration the name stands; float32 where there is none.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ElementType Read(JsonNode? node, string owner)
    {
        string? name = node is JsonObject policy ? (string?)policy["config"]?["name"] : (string?)node;
        if (name is null)
            return ElementType.Float32;
        return Enum.TryParse(name, ignoreCase: true, out ElementType type) && Enum.IsDefined(type) && type.Size() > 0
            ? type
            : throw new ArgumentException(
                $"A configuration of {owner} came with the dtype '{name}', which is not known; names as float32, int64, uint8 or bool were expected. Change it."
            );
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Kerasharp.Models.Functional;

/// <summary>
/// A tensor, or a list of them, as what Keras calls a call argument: it stands among the inputs of the call, and the argument says at
/// which place, <c>{"tensor": 2}</c> or <c>{"tensor": [1, null, 2]}</c>.
/// </summary>
internal static class CallArgument
{
    private const string Place = "tensor";

    /// <summary>The argument for the tensor at a place.</summary>
    public static JsonObject At(int place) => new() { [Place] = place };

    /// <summary>The argument for a list; null where one is not given.</summary>
    public static JsonObject At(params int?[] places) =>
        new() { [Place] = new JsonArray([.. places.Select(p => p is { } place ? (JsonNode)place : null)]) };

    /// <summary>The places of an argument's tensors; null where it is none.</summary>
    public static int?[]? Places(JsonNode? argument) =>
        argument is not JsonObject { Count: 1 } o || o[Place] is not { } places ? null
        : places is JsonArray list ? [.. list.Select(p => (int?)p)]
        : [(int)places];

    /// <summary>All places that arguments refer to.</summary>
    public static IEnumerable<int> Places(JsonObject? arguments) =>
        (arguments ?? []).SelectMany(a => Places(a.Value) ?? []).OfType<int>();

    /// <summary>All arguments but one, of tensors that stand at other places.</summary>
    public static JsonObject? Moved(JsonObject arguments, string without, Func<int, int> place)
    {
        var moved = new JsonObject();
        foreach (var (name, value) in arguments)
            if (name != without)
                moved[name] = Places(value) is null
                    ? value?.DeepClone()
                    : new JsonObject { [Place] = With(value, i => place(i)) };
        return moved.Count == 0 ? null : moved;
    }

    /// <summary>The argument with what stands for its tensors in their places.</summary>
    public static JsonNode? With(JsonNode? argument, Func<int, JsonNode?> tensor) =>
        argument is not JsonObject { Count: 1 } o || o[Place] is not { } places ? argument?.DeepClone()
        : places is JsonArray list ? new JsonArray([.. list.Select(p => p is null ? null : tensor((int)p))])
        : tensor((int)places);
}

using System.Text.Json.Nodes;

namespace Kerasharp.Saving;

/// <summary>A function as Keras writes it: by the name under which it is registered, since code is not written to files.</summary>
internal static class SerializedFunction
{
    /// <summary>A registered function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="what">What it is, for messages: "function of the layer 'square'".</param>
    /// <exception cref="NotSupportedException">It is not registered.</exception>
    public static JsonObject Of(Delegate function, string what) =>
        new()
        {
            ["module"] = "builtins",
            ["class_name"] = "function",
            ["config"] =
                CustomObjects.NameOf(function)
                ?? throw new NotSupportedException(
                    $"The {what} is a function of one's own, which cannot be written to a file. Register it: CustomObjects.Register(\"name\", f), or derive from Layer."
                ),
            ["registered_name"] = "function",
        };

    /// <summary>The function of a name.</summary>
    /// <param name="node">What was written.</param>
    /// <param name="owner">The class that has it, for messages.</param>
    /// <exception cref="ArgumentException">None is registered under it.</exception>
    public static T Make<T>(JsonNode? node, string owner)
        where T : Delegate
    {
        string? name =
            node is JsonObject o && o["config"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        return name is not null && CustomObjects.Function(name) is T function
            ? function
            : throw new ArgumentException(
                $"A configuration of {owner} came with the function {node?.ToJsonString() ?? "null"}, which is not registered. Register it under its name: CustomObjects.Register(\"{name ?? "name"}\", f)."
            );
    }
}

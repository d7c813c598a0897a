using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Losses;
using Kerasharp.Saving;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Losses;

/// <summary>The cases of losses.json, and the losses that they are of.</summary>
internal static class LossExamples
{
    public static IReadOnlyList<JsonElement> Cases { get; } = [.. ReferenceFiles.Json("losses.json").EnumerateArray()];

    /// <summary>The loss of a case, made of its configuration.</summary>
    public static Loss Make(JsonElement reference) =>
        SerializedObject.Make<Loss>(
            new JsonObject
            {
                ["class_name"] = reference.GetProperty("class_name").GetString(),
                ["config"] = JsonNode.Parse(reference.GetProperty("config").GetRawText()),
            }
        );
}

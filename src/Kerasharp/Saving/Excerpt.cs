using System.Text.Json.Nodes;

namespace Kerasharp.Saving;

/// <summary>The beginning of JSON, for messages.</summary>
internal static class Excerpt
{
    /// <summary>The text, cut where it is long.</summary>
    public static string Of(JsonNode? node)
    {
        string text = node?.ToJsonString() ?? "null";
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Kerasharp.Saving;

/// <summary>Numbers in backups: exact texts, since JSON has no NaN and no infinity.</summary>
internal static class StateNumbers
{
    public static JsonNode? Write(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);

    public static double? Read(JsonNode? node) =>
        node is null ? null : double.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);
}

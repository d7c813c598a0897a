namespace Kerasharp.Data;

/// <summary>What arrays are, in a line for messages.</summary>
internal static class ArrayText
{
    public static string Of(params ReadOnlySpan<(string Name, TensorDataList? Arrays)> lists)
    {
        var parts = new List<string>();
        foreach (var (name, arrays) in lists)
            for (int i = 0; i < (arrays?.Count ?? 0); i++)
                parts.Add($"{arrays!.Label(name, i)}: {arrays[i]}");
        return string.Join(", ", parts);
    }

    public static string Of(params ReadOnlySpan<(string Name, SampleDataList? Arrays)> lists)
    {
        var parts = new List<string>();
        foreach (var (name, arrays) in lists)
            for (int i = 0; i < (arrays?.Count ?? 0); i++)
                parts.Add($"{arrays!.Rows.Label(name, i)}: {arrays[i]}");
        return string.Join(", ", parts);
    }
}

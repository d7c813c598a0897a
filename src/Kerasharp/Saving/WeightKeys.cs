using System.Globalization;

namespace Kerasharp.Saving;

/// <summary>The names of weights in files: their paths, numbered where several have the same.</summary>
internal static class WeightKeys
{
    /// <summary>A name for each weight, in their order: <c>dense/kernel</c>, and <c>dense/kernel#2</c> for a second one of that path.</summary>
    public static string[] Of(IReadOnlyList<Weight> weights)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var keys = new string[weights.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            string path = weights[i].Path;
            int count = counts[path] = counts.GetValueOrDefault(path) + 1;
            keys[i] = count == 1 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}#{count}");
        }
        return keys;
    }

    /// <summary>How long a safetensors file of such weights can be at most.</summary>
    public static long GreatestFile(IReadOnlyList<Weight> weights, IReadOnlyList<string> keys)
    {
        // Names may take six bytes a character where JSON writes them by their numbers, shapes 20 a dimension.
        long bytes = 1 << 16;
        for (int i = 0; i < weights.Count; i++)
            bytes = checked(bytes + weights[i].ByteLength + 6 * keys[i].Length + 22 * weights[i].Shape.Rank + 128);
        return bytes;
    }
}

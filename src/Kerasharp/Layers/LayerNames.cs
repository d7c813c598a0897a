using System.Globalization;
using System.Text;

namespace Kerasharp.Layers;

/// <summary>Names as Keras gives them: the class in snake case, numbered from the second of its kind on.</summary>
internal static class LayerNames
{
    private static readonly Dictionary<string, int> Counts = [];
    private static readonly Lock Gate = new();

    /// <summary>The next name for a class, as <c>max_pooling2d_1</c>.</summary>
    public static string Next(string typeName)
    {
        string stem = SnakeCase(typeName);
        lock (Gate)
        {
            int count = Counts.GetValueOrDefault(stem);
            Counts[stem] = count + 1;
            return count == 0 ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}_{count}");
        }
    }

    /// <summary>Numbers from the first again.</summary>
    public static void Reset()
    {
        lock (Gate)
            Counts.Clear();
    }

    /// <summary>Keras's rule: Conv2D is conv2d, MaxPooling2D is max_pooling2d, PReLU is p_re_lu.</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool upper = char.IsAsciiLetterUpper(c);
            bool word = i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]);
            bool after = i > 0 && char.IsAsciiLetterLower(name[i - 1]);
            if (i > 0 && upper && (word || after))
                text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}

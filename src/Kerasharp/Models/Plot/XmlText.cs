using System.Security;
using System.Text;

namespace Kerasharp.Models.Plot;

/// <summary>Text as it stands in XML, which Graphviz's labels and SVG are.</summary>
internal static class XmlText
{
    /// <summary>Escapes what has a meaning in XML; what XML cannot hold at all becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        var allowed = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            allowed.Append(rune.Value is < 0x20 or 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
        return SecurityElement.Escape(allowed.ToString());
    }
}

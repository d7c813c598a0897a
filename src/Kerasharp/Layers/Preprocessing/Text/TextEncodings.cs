using System.Text;

namespace Kerasharp.Layers;

/// <summary>Encodings by the names that Python gives them.</summary>
internal static class TextEncodings
{
    /// <summary>The encoding of a name: <c>utf-8</c>, <c>latin-1</c>, <c>utf_16</c>.</summary>
    public static Encoding Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, "encoding");
        string known = name.ToLowerInvariant().Replace('_', '-') switch
        {
            "utf8" => "utf-8",
            "utf16" => "utf-16",
            "utf32" => "utf-32",
            "latin-1" => "latin1",
            "ascii" => "us-ascii",
            var other => other,
        };
        try
        {
            return Encoding.GetEncoding(known);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException(
                $"The encoding '{name}' came, which is not known; one such as utf-8, utf-16, latin-1 or ascii was expected. Choose one.",
                "encoding"
            );
        }
    }
}

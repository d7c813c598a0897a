using System.Text;
using Kerasharp.Onnx.Files;

namespace Kerasharp.Looking.Drawing;

/// <summary>Writes pictures and pages; a file is either wholly there or as it was.</summary>
internal static class ChartFile
{
    /// <summary>Refuses a file whose name says another format; called before any work is done.</summary>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    public static void Check(string path, string what, params string[] endings)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            throw new ArgumentException(
                $"{what} was to be written to '{path}'; a name that ends in {string.Join(" or ", endings)} was expected, which is what is written. Give such a name.",
                nameof(path)
            );
    }

    /// <summary>Writes the text in UTF-8.</summary>
    public static void Write(string path, string text) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}

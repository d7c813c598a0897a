using System.Text;
using Kerasharp.Models.Plot.Layout;
using Kerasharp.Onnx.Files;

namespace Kerasharp.Models.Plot;

/// <summary>Writes pictures of models, in the format that a file's name says.</summary>
internal static class PlotFile
{
    private static readonly string[] OfGraphviz = ["png", "pdf", "jpg", "jpeg"];

    /// <summary>Writes a picture; the file is either wholly there or as it was.</summary>
    /// <param name="model">The model.</param>
    /// <param name="file">The file's name; without an extension the picture is a PNG.</param>
    /// <param name="options">What is shown.</param>
    /// <param name="path">The folders in which Graphviz is sought, as PATH has them.</param>
    public static void Write(Model model, string file, PlotOptions options, string? path)
    {
        string format = Path.GetExtension(file).TrimStart('.').ToLowerInvariant();
        if (format.Length == 0)
            format = "png";
        if (format is not ("svg" or "dot" or "gv") && !OfGraphviz.Contains(format))
            throw new ArgumentException(
                $"A picture was to be written to '{file}'; the format .{format} is not known. Known are .svg and .dot, and through Graphviz {string.Join(", ", OfGraphviz.Select(f => "." + f))}. Give such a name.",
                nameof(file)
            );
        var graph = PlotGraphBuilder.Of(model, options);
        byte[] picture = format switch
        {
            "svg" => Encoding.UTF8.GetBytes(SvgWriter.Write(PlotLayout.Of(graph, options), options)),
            "dot" or "gv" => Encoding.UTF8.GetBytes(DotWriter.Graph(graph, options)),
            _ => Graphviz.Draw(DotWriter.Graph(graph, options), format, path),
        };
        AtomicFile.Write(file, stream => stream.Write(picture));
    }
}

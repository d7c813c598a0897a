using System.Globalization;
using System.Text;
using Kerasharp.Layers;
using Kerasharp.Onnx.Files;

namespace Kerasharp.Callbacks.Events;

/// <summary>The files by which TensorBoard's projector shows embeddings: a list of them, and of each a table.</summary>
internal static class EmbeddingProjector
{
    /// <summary>Refuses files for layers that a model does not have.</summary>
    public static void Check(Model model, EmbeddingsMetadata? metadata)
    {
        string[] layers = [.. Layers(model).Select(l => l.Name)];
        var unknown = (metadata?.ByLayer?.Keys ?? []).Except(layers).ToArray();
        if (unknown.Length > 0)
            throw new ArgumentException(
                $"embeddingsMetadata came for '{string.Join("', '", unknown)}'; names of embedding layers were expected, of which the model '{model.Name}' has {(layers.Length == 0 ? "none" : string.Join(", ", layers.Select(l => $"'{l}'")))}. Use those."
            );
    }

    /// <summary>Writes the tables, a line for each row, and then the list, since TensorBoard reads all tables that are listed.</summary>
    public static void Write(string folder, Model model, EmbeddingsMetadata? metadata)
    {
        Directory.CreateDirectory(folder);
        var list = new StringBuilder();
        foreach (var layer in Layers(model))
        {
            Write(Path.Combine(folder, FileName(layer)), Table(layer));
            list.Append(CultureInfo.InvariantCulture, $"embeddings {{\n  tensor_name: \"{Escaped(layer.Name)}\"\n");
            if (metadata?.For(layer.Name) is { } file)
                list.Append(CultureInfo.InvariantCulture, $"  metadata_path: \"{Escaped(file)}\"\n");
            list.Append(CultureInfo.InvariantCulture, $"  tensor_path: \"{Escaped(FileName(layer))}\"\n}}\n");
        }
        Write(Path.Combine(folder, "projector_config.pbtxt"), list);
    }

    private static IEnumerable<Embedding> Layers(Model model) => model.Layers.OfType<Embedding>();

    private static StringBuilder Table(Embedding layer)
    {
        var text = new StringBuilder();
        var elements = new float[layer.InputDim * layer.OutputDim];
        layer.Embeddings!.GetValue().FlattenTo(elements);
        foreach (var row in elements.Chunk(layer.OutputDim))
            text.AppendJoin('\t', row.Select(e => e.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        return text;
    }

    private static string FileName(Embedding layer) => $"{layer.Name}.tsv";

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static void Write(string path, StringBuilder text) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
}

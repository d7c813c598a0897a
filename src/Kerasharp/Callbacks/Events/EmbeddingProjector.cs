using System.Globalization;
using System.Text;
using Kerasharp.Layers;
using Kerasharp.Onnx.Files;

namespace Kerasharp.Callbacks.Events;

/// <summary>The files by which TensorBoard's projector shows embeddings: a list of them, and of each a table.</summary>
internal static class EmbeddingProjector
{
    /// <summary>Writes the list of a model's embedding layers.</summary>
    /// <exception cref="ArgumentException">There is a file for a layer that the model does not have.</exception>
    public static void WriteList(string folder, Model model, EmbeddingsMetadata? metadata)
    {
        var layers = model.Layers.OfType<Embedding>().ToArray();
        var unknown = (metadata?.ByLayer?.Keys ?? []).Except(layers.Select(l => l.Name)).ToArray();
        if (unknown.Length > 0)
            throw new ArgumentException(
                $"embeddingsMetadata came for '{string.Join("', '", unknown)}'; names of embedding layers were expected, of which the model '{model.Name}' has {(layers.Length == 0 ? "none" : string.Join(", ", layers.Select(l => $"'{l.Name}'")))}. Use those."
            );
        var text = new StringBuilder();
        foreach (var layer in layers)
        {
            text.Append(CultureInfo.InvariantCulture, $"embeddings {{\n  tensor_name: \"{Escaped(layer.Name)}\"\n");
            if (metadata?.For(layer.Name) is { } file)
                text.Append(CultureInfo.InvariantCulture, $"  metadata_path: \"{Escaped(file)}\"\n");
            text.Append(CultureInfo.InvariantCulture, $"  tensor_path: \"{Escaped(FileName(layer))}\"\n}}\n");
        }
        Directory.CreateDirectory(folder);
        Write(Path.Combine(folder, "projector_config.pbtxt"), text);
    }

    /// <summary>Writes the tables, a line for each row.</summary>
    public static void WriteTables(string folder, Model model)
    {
        foreach (var layer in model.Layers.OfType<Embedding>())
        {
            var text = new StringBuilder();
            float[] elements = new float[layer.InputDim * layer.OutputDim];
            layer.Embeddings!.GetValue().FlattenTo(elements);
            foreach (var row in elements.Chunk(layer.OutputDim))
                text.AppendJoin('\t', row.Select(e => e.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
            Write(Path.Combine(folder, FileName(layer)), text);
        }
    }

    private static string FileName(Embedding layer) => $"{layer.Name}.tsv";

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static void Write(string path, StringBuilder text) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
}

using System.Text.RegularExpressions;

namespace Kerasharp.Saving;

/// <summary>Weights as a safetensors file.</summary>
internal static partial class WeightFile
{
    public static void Save(string path, IReadOnlyList<Weight> weights)
    {
        var entries = weights
            .Where(w => !w.IsAdapter)
            .Select(w => new SafeTensorEntry(w.Path, w.ElementType, w.Shape.ToArray(), w.ReadMerged()))
            .ToArray();
        SafeTensorsFile.Write(path, entries, new Dictionary<string, string> { ["format"] = "kerasharp" });
    }

    /// <summary>Reads weights by their paths, or by their order where layers are numbered otherwise.</summary>
    public static void Load(string path, IReadOnlyList<Weight> weights, string model)
    {
        var file = SafeTensorsFile.Read(path);
        weights = [.. weights.Where(w => !w.IsAdapter)];
        if (file.Tensors.Count != weights.Count)
        {
            throw new ArgumentException(
                $"The file '{path}' holds {file.Tensors.Count} weights; the model '{model}' has {weights.Count}. Load it into the model that wrote it."
            );
        }
        var chosen = Choose(path, file.Tensors, weights);
        for (int i = 0; i < chosen.Length; i++)
        {
            var weight = weights[i];
            if (chosen[i].Type != weight.ElementType || !chosen[i].Dims.AsSpan().SequenceEqual(weight.Shape.ToArray()))
            {
                throw new ArgumentException(
                    $"The file '{path}' holds '{chosen[i].Name}' as {chosen[i].Type} ({string.Join(", ", chosen[i].Dims)}); "
                        + $"the model '{model}' has '{weight.Path}' as {weight.ElementType} {weight.Shape}. Load it into the model that wrote it."
                );
            }
        }
        for (int i = 0; i < chosen.Length; i++)
            weights[i].WriteMerged(chosen[i].Data.Span);
    }

    /// <summary>
    /// By path where every path is there. Otherwise by order: layers are numbered through the process, so that dense_1 in one process is
    /// dense in another. Names that differ by more than their numbers while others fit are no such case.
    /// </summary>
    private static SafeTensorEntry[] Choose(
        string path,
        IReadOnlyDictionary<string, SafeTensorEntry> tensors,
        IReadOnlyList<Weight> weights
    )
    {
        if (weights.All(w => tensors.ContainsKey(w.Path)))
            return [.. weights.Select(w => tensors[w.Path])];
        bool none = !weights.Any(w => tensors.ContainsKey(w.Path));
        if (none || weights.Select(w => WithoutNumbers(w.Path)).SequenceEqual(tensors.Keys.Select(WithoutNumbers)))
            return [.. tensors.Values];
        string missing = weights.First(w => !tensors.ContainsKey(w.Path)).Path;
        throw new ArgumentException(
            $"The file '{path}' has no weight '{missing}'; it has {string.Join(", ", tensors.Keys)}. Load it into the model that wrote it."
        );
    }

    private static string WithoutNumbers(string path) => Numbers().Replace(path, "");

    [GeneratedRegex("_[0-9]+(?=/)")]
    private static partial Regex Numbers();
}

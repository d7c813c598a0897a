namespace Kerasharp.Saving;

/// <summary>Weights as a safetensors file.</summary>
internal static class WeightFile
{
    public static void Save(string path, IReadOnlyList<Weight> weights)
    {
        var entries = weights.Select(w => new SafeTensorEntry(w.Path, w.ElementType, w.Shape.ToArray(), w.ReadLogical())).ToArray();
        SafeTensorsFile.Write(path, entries, new Dictionary<string, string> { ["format"] = "kerasharp" });
    }

    /// <summary>Reads weights by their paths; where no path fits, as between models with other layer names, by their order.</summary>
    public static void Load(string path, IReadOnlyList<Weight> weights, string model)
    {
        var file = SafeTensorsFile.Read(path);
        if (file.Tensors.Count != weights.Count)
        {
            throw new ArgumentException(
                $"The file '{path}' holds {file.Tensors.Count} weights; the model '{model}' has {weights.Count}. Load it into the model that wrote it."
            );
        }
        bool byName = weights.Any(w => file.Tensors.ContainsKey(w.Path));
        var entries = file.Tensors.Values.ToArray();
        var chosen = new SafeTensorEntry[weights.Count];
        for (int i = 0; i < chosen.Length; i++)
        {
            var weight = weights[i];
            if (byName && !file.Tensors.TryGetValue(weight.Path, out entries[i]!))
                throw new ArgumentException($"The file '{path}' has no weight '{weight.Path}'; it has {string.Join(", ", file.Tensors.Keys)}. Load it into the model that wrote it.");
            chosen[i] = entries[i];
            if (chosen[i].Type != weight.ElementType || !chosen[i].Dims.AsSpan().SequenceEqual(weight.Shape.ToArray()))
            {
                throw new ArgumentException(
                    $"The file '{path}' holds '{chosen[i].Name}' as {chosen[i].Type} ({string.Join(", ", chosen[i].Dims)}); "
                        + $"the model '{model}' has '{weight.Path}' as {weight.ElementType} {weight.Shape}. Load it into the model that wrote it."
                );
            }
        }
        for (int i = 0; i < chosen.Length; i++)
            weights[i].WriteLogical(chosen[i].Data.Span);
    }
}

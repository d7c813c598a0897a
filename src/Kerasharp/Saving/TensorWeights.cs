namespace Kerasharp.Saving;

/// <summary>Weights as safetensors: a file of their own, or a part of a saved model.</summary>
internal static class TensorWeights
{
    /// <summary>What a file says of itself.</summary>
    public static IReadOnlyDictionary<string, string> Metadata { get; } =
        new Dictionary<string, string> { ["format"] = "kerasharp" };

    /// <summary>Copies of weights, with adapters merged into them: what runs without adapters.</summary>
    public static SafeTensorEntry[] Entries(IReadOnlyList<Weight> weights) =>
        Entries(weights, WeightKeys.Of(weights), w => w.ReadMerged());

    /// <summary>Copies of weights as they are, adapters beside them.</summary>
    public static SafeTensorEntry[] RawEntries(IReadOnlyList<Weight> weights, IReadOnlyList<string>? keys = null) =>
        Entries(weights, keys ?? WeightKeys.Of(weights), w => w.ReadLogical());

    /// <summary>Checks a file's tensors against weights, by name or order.</summary>
    /// <returns>What sets the weights.</returns>
    /// <exception cref="ArgumentException">Number, names, shapes or types do not fit.</exception>
    public static Action Load(string source, SafeTensorsContent file, IReadOnlyList<Weight> weights, string model)
    {
        var (matched, chosen) = Match(source, file, weights, model);
        return () =>
        {
            for (int i = 0; i < chosen.Length; i++)
                matched[i].WriteMerged(chosen[i].Data.Span);
        };
    }

    /// <summary>Checks a part of a saved model, in which weights are as they are, adapters beside them.</summary>
    /// <returns>What sets the weights.</returns>
    /// <exception cref="ArgumentException">Number, names, shapes or types do not fit.</exception>
    /// <exception cref="ModelFileException">The part is damaged.</exception>
    public static Action Load(ModelArchive archive, string part, IReadOnlyList<Weight> weights, string model)
    {
        // Other weights may take more room; that they are others is worth more to know than that the part is long.
        long limit = Math.Max(WeightKeys.GreatestFile(weights, WeightKeys.Of(weights)), archive.FileLength);
        return LoadRaw(archive.NameOf(part), archive.ReadTensors(part, limit), weights, model);
    }

    /// <summary>Checks tensors that are weights as they are, adapters beside them.</summary>
    /// <returns>What sets the weights.</returns>
    /// <exception cref="ArgumentException">Number, names, shapes or types do not fit.</exception>
    public static Action LoadRaw(string source, SafeTensorsContent file, IReadOnlyList<Weight> weights, string model)
    {
        var (matched, chosen) = Match(source, file, weights, model);
        return () =>
        {
            for (int i = 0; i < chosen.Length; i++)
                matched[i].WriteLogical(chosen[i].Data.Span);
        };
    }

    private static (Weight[] Weights, SafeTensorEntry[] Tensors) Match(
        string source,
        SafeTensorsContent file,
        IReadOnlyList<Weight> weights,
        string model
    )
    {
        string[] keys = WeightKeys.Of(weights);
        // As a file is written: larger elements first.
        int[] order =
        [
            .. Enumerable
                .Range(0, keys.Length)
                .OrderByDescending(i => Onnx.Graphs.ElementTypes.Size(weights[i].ElementType)),
        ];
        Weight[] ordered = Array.ConvertAll(order, i => weights[i]);
        SafeTensorEntry[] tensors = [.. file.Tensors.Values];
        int[] places = WeightMatch.Find(
            source,
            Array.ConvertAll(tensors, t => new StoredWeight(t.Name, t.Type, t.Dims)),
            ordered,
            Array.ConvertAll(order, i => keys[i]),
            model
        );
        return (ordered, Array.ConvertAll(places, p => tensors[p]));
    }

    private static SafeTensorEntry[] Entries(
        IReadOnlyList<Weight> weights,
        IReadOnlyList<string> keys,
        Func<Weight, byte[]> read
    ) => [.. weights.Select((w, i) => new SafeTensorEntry(keys[i], w.ElementType, w.Shape.ToArray(), read(w)))];
}

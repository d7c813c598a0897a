using Kerasharp.Optimizers;

namespace Kerasharp.Saving;

/// <summary>What an optimizer carries from step to step, as safetensors.</summary>
internal static class OptimizerTensors
{
    /// <summary>Copies of all that it carries.</summary>
    public static SafeTensorEntry[] Entries(Optimizer optimizer) => TensorWeights.RawEntries(optimizer.Variables);

    /// <summary>Checks a file's tensors against an optimizer that has been built for the same weights.</summary>
    /// <returns>What sets them.</returns>
    /// <exception cref="ArgumentException">The optimizer has no such variable, or has it in another shape.</exception>
    /// <exception cref="ModelFileException">The part is damaged.</exception>
    public static Action Load(ModelArchive archive, Optimizer optimizer)
    {
        var variables = optimizer.Variables;
        string[] keys = WeightKeys.Of(variables);
        var content = archive.ReadTensors(ModelArchive.Optimizer, WeightKeys.GreatestFile(variables, keys));
        var found = new List<(Weight Variable, SafeTensorEntry Tensor)>();
        foreach (var tensor in content.Tensors.Values)
        {
            int place = Array.IndexOf(keys, tensor.Name);
            var variable = place < 0 ? null : variables[place];
            var stored = new StoredWeight(tensor.Name, tensor.Type, tensor.Dims);
            if (
                variable is null
                || variable.ElementType != tensor.Type
                || !variable.Shape.ToArray().AsSpan().SequenceEqual(tensor.Dims)
            )
                throw new ArgumentException(
                    $"The file '{archive.NameOf(ModelArchive.Optimizer)}' came with {stored}; the optimizer '{optimizer.Name}' has {(variable is null ? "nothing of that name" : $"it as {variable.Shape} of {variable.ElementType}")}. Load it into the model that wrote it, or with compile: false."
                );
            found.Add((variable, tensor));
        }
        // Slots of weights that no loss reaches are not in files, and stay as they are at first; the count is always there.
        if (!content.Tensors.ContainsKey(keys[0]))
            throw ModelArchive.Broken(
                archive.NameOf(ModelArchive.Optimizer),
                $"no '{keys[0]}' among {content.Tensors.Count} tensors",
                "it"
            );
        return () =>
        {
            foreach (var (variable, tensor) in found)
                variable.WriteLogical(tensor.Data.Span);
        };
    }
}

using Kerasharp.Training;

namespace Kerasharp.Saving.Steps;

/// <summary>The states of a training step as safetensors: what is written beside the step, and what a training elsewhere leaves.</summary>
internal static class StepStateFile
{
    /// <summary>The tensors of states as they are now.</summary>
    public static SafeTensorEntry[] Entries(IReadOnlyList<StepState> states) =>
        [.. states.Select(s => new SafeTensorEntry(s.Name, s.State.Type, s.Shape.ToArray(), s.Read()))];

    /// <summary>Checks a file's tensors against a compiled model. What a metric gathered is left unread, since each pass begins anew.</summary>
    /// <returns>What sets the states.</returns>
    /// <exception cref="ArgumentException">The file holds what the model has not, or has in another shape, or not all of its weights.</exception>
    public static Action Load(string path, SafeTensorsContent file, Model model, Trainer trainer)
    {
        if (file.Tensors.Keys.FirstOrDefault(name => !StepState.IsName(name)) is { } foreign)
            throw new ArgumentException(
                $"The file '{path}' came with '{foreign}'; states of a training step, as 'weights/dense/kernel', were expected. Read files that hold weights alone by LoadWeights."
            );
        SafeTensorEntry[] tensors =
        [
            .. file.Tensors.Values.Where(t => !t.Name.StartsWith(StepState.MetricPrefix, StringComparison.Ordinal)),
        ];
        if (!tensors.Any(t => t.Name.StartsWith(StepState.WeightPrefix, StringComparison.Ordinal)))
            throw new ArgumentException(
                $"The file '{path}' came with {tensors.Length} states, no weight among them; all states of a step of the model '{model.Name}' were expected. Write them all, each under the name of its input."
            );
        // What it keeps for weights must be there to be found, though no step was made yet.
        trainer.Optimizer.Build(model.TrainableWeights);
        StepState[] states = [.. StepState.Of(model, trainer).Where(s => s.Role != "metric")];
        int[] places = StateMatch.Find(
            [.. tensors.Select(t => (t.Name, t.Type))],
            [.. states.Select(s => (s.Name, s.State.Type))]
        );
        for (int i = 0; i < tensors.Length; i++)
        {
            var stored = new StoredWeight(tensors[i].Name, tensors[i].Type, tensors[i].Dims);
            var state = places[i] < 0 ? null : states[places[i]];
            if (
                state is null
                || state.State.Type != stored.Type
                || !state.Shape.ToArray().AsSpan().SequenceEqual(stored.Dims)
            )
                throw new ArgumentException(
                    $"The file '{path}' came with {stored}; the model '{model.Name}' has {(state is null ? "no state of that name" : $"it as {state.Shape} of {state.State.Type}")}. Load it into the model that wrote the step, compiled as it was."
                );
        }
        return () =>
        {
            for (int i = 0; i < tensors.Length; i++)
                states[places[i]].Write(tensors[i].Data.Span);
        };
    }

    /// <summary>The weights of a training step's states, under the names that files of weights have; null if a file is no such.</summary>
    public static SafeTensorsContent? WeightsIn(SafeTensorsContent file)
    {
        string prefix = StepState.WeightPrefix;
        bool isStep =
            file.Tensors.Keys.All(StepState.IsName)
            && file.Tensors.Keys.Any(name => !name.StartsWith(prefix, StringComparison.Ordinal));
        if (!isStep)
            return null;
        var weights = new OrderedDictionary<string, SafeTensorEntry>(StringComparer.Ordinal);
        foreach (var tensor in file.Tensors.Values.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal)))
            weights.Add(tensor.Name[prefix.Length..], tensor with { Name = tensor.Name[prefix.Length..] });
        return new SafeTensorsContent(weights, file.Metadata);
    }
}

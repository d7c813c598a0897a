using Kerasharp.Saving;

namespace Kerasharp.Callbacks;

/// <summary>A copy of weights in the host's memory, from which they can be set again.</summary>
internal sealed class WeightSnapshot
{
    private readonly Model _model;
    private readonly IReadOnlyList<Weight> _weights;
    private readonly byte[][] _elements;

    /// <summary>Copies all weights of a model.</summary>
    public WeightSnapshot(Model model)
        : this(model, model.Weights) { }

    /// <summary>Copies some weights of a model.</summary>
    public WeightSnapshot(Model model, IReadOnlyList<Weight> weights)
    {
        _model = model;
        _weights = weights;
        _elements = [.. weights.Select(w => w.State.ReadBytes())];
    }

    private WeightSnapshot(Model model, IReadOnlyList<Weight> weights, byte[][] elements) =>
        (_model, _weights, _elements) = (model, weights, elements);

    /// <summary>One of what <see cref="ToTensors"/> gave; null of nothing.</summary>
    /// <exception cref="FormatException">The model has other weights.</exception>
    public static WeightSnapshot? FromTensors(Model model, IReadOnlyDictionary<string, SafeTensorEntry> tensors)
    {
        if (tensors.Count == 0)
            return null;
        var weights = model.Weights;
        string[] keys = WeightKeys.Of(weights);
        int[] places = StateMatch.Find(
            [.. tensors.Select(t => (t.Key, t.Value.Type))],
            [.. weights.Select((w, i) => (keys[i], w.ElementType))]
        );
        var chosen = new List<Weight>();
        var elements = new List<byte[]>();
        foreach (var ((name, tensor), place) in tensors.Zip(places))
        {
            if (
                place < 0
                || weights[place].ElementType != tensor.Type
                || !weights[place].State.Dims.AsSpan().SequenceEqual(tensor.Dims)
            )
                throw new FormatException($"'{name}', which the model '{model.Name}' has not, or not like this");
            chosen.Add(weights[place]);
            elements.Add(tensor.Data.ToArray());
        }
        return new WeightSnapshot(model, chosen, [.. elements]);
    }

    /// <summary>The elements as they lie in memory, by the names of the weights.</summary>
    public IReadOnlyList<SafeTensorEntry> ToTensors()
    {
        Weight[] all = [.. _model.Weights];
        string[] keys = WeightKeys.Of(all);
        return
        [
            .. _weights.Select(
                (w, i) => new SafeTensorEntry(keys[Array.IndexOf(all, w)], w.ElementType, w.State.Dims, _elements[i])
            ),
        ];
    }

    /// <summary>Sets the weights to what they were, while no one asks the model.</summary>
    public void Restore() => Write(_model, _weights, _elements);

    /// <summary>Sets weights while no one asks the model.</summary>
    public static void Write(Model model, IReadOnlyList<Weight> weights, IReadOnlyList<byte[]> elements)
    {
        model.Gate.EnterWriteLock();
        try
        {
            for (int i = 0; i < weights.Count; i++)
                weights[i].State.Write<byte>(elements[i]);
        }
        finally
        {
            model.Gate.ExitWriteLock();
        }
    }
}

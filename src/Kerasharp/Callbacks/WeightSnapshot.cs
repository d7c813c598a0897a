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

using Kerasharp.Layers;

namespace Kerasharp.Training;

/// <summary>
/// Which layers were trained when a model was compiled. As in Keras, a change of <see cref="Layer.Trainable"/> acts from the next
/// Compile on, although steps are made later: while one is made, the flags are what they were.
/// </summary>
internal sealed class TrainableFlags
{
    // Models before their layers: setting a model sets its layers.
    private readonly List<(Layer Layer, bool Trainable)> _flags = [];

    public TrainableFlags(Model model) => Collect(model, []);

    private TrainableFlags(IEnumerable<Layer> layers) => _flags.AddRange(layers.Select(l => (l, l.Trainable)));

    /// <summary>Sets the flags as they were; disposing the result sets them back.</summary>
    public IDisposable Restore()
    {
        var present = new TrainableFlags(_flags.Select(f => f.Layer));
        Set();
        return new Undo(present);
    }

    /// <summary>Sets the flags as they were.</summary>
    public void Set()
    {
        foreach (var (layer, trainable) in _flags.Take(1))
            if (layer.Trainable != trainable)
                layer.Trainable = trainable;
        SetLayers();
    }

    /// <summary>The same, but of the model itself.</summary>
    public void SetLayers()
    {
        foreach (var (layer, trainable) in _flags.Skip(1))
            if (layer.Trainable != trainable)
                layer.Trainable = trainable;
    }

    private void Collect(Layer layer, HashSet<Layer> seen)
    {
        if (!seen.Add(layer))
            return;
        _flags.Add((layer, layer.Trainable));
        if (layer is Model model)
            foreach (var part in model.Layers)
                Collect(part, seen);
    }

    private sealed class Undo(TrainableFlags flags) : IDisposable
    {
        public void Dispose() => flags.Set();
    }
}

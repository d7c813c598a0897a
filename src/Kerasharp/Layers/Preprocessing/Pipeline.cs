using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>Layers one after the other, as one layer: a series of preprocessing steps, as a rule.</summary>
/// <remarks>
/// <para>Input: what the first layer takes. Output: what the last one gives. Weights are those of the layers.</para>
/// <para>Keras: <c>keras.layers.Pipeline</c>.</para>
/// </remarks>
/// <example><code>new Pipeline([new Resizing(224, 224), new Rescaling(1.0 / 255)])</code></example>
public sealed class Pipeline : Layer
{
    private readonly Layer[] _layers;

    /// <summary>A layer of layers.</summary>
    /// <param name="layers">The layers in order, at least one.</param>
    /// <param name="name">The layer's name; <c>pipeline</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    public Pipeline(IReadOnlyList<Layer> layers, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = [.. layers];
        if (_layers.Length == 0 || Array.Exists(_layers, l => l is null))
            throw new ArgumentException(
                $"A list of {_layers.Length} layers came{(_layers.Length == 0 ? "" : ", one of them null")}; one layer at least was expected. Give layers."
            );
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <inheritdoc/>
    public override IReadOnlyList<Weight> Weights => [.. _layers.SelectMany(l => l.Weights).Distinct()];

    /// <inheritdoc/>
    public override IReadOnlyList<Weight> TrainableWeights =>
        Trainable ? [.. _layers.SelectMany(l => l.TrainableWeights).Distinct()] : [];

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) { }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs) =>
        _layers.Aggregate(inputs, (tensors, layer) => layer.Invoke(context, tensors));
}

using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Training;

namespace Kerasharp;

/// <summary>A model whose layers follow one another, each taking what the one before gives.</summary>
/// <remarks>Keras: <c>keras.Sequential</c>. Without an Input, weights are made when the first data come.</remarks>
/// <example><code>
/// var model = new Sequential([new Input(784), new Dense(128, activation: "relu"), new Dense(10, activation: "softmax")]);
/// </code></example>
public sealed class Sequential : Model
{
    private readonly List<Layer> _layers = [];
    private readonly List<TensorType?> _outputTypes = [];
    private Input? _input;
    private List<Layer> _builtForData = [];

    /// <summary>An empty model, to which layers are added.</summary>
    public Sequential()
        : this([]) { }

    /// <summary>A model of layers.</summary>
    /// <param name="layers">The layers; an Input may stand first.</param>
    /// <param name="name">The model's name; by default <c>sequential</c>, numbered.</param>
    /// <exception cref="LayerException">A layer does not take what the one before gives.</exception>
    public Sequential(IEnumerable<Layer> layers, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(layers);
        foreach (var layer in layers)
            Add(layer);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<InputSpec> Inputs =>
        _input is null ? [] : [new InputSpec(_input.Name, _input.ElementType, _input.Shape)];

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => [_layers.Count > 0 ? _layers[^1].Name : Name];

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Layers => _layers;

    /// <summary>Adds a layer behind the others.</summary>
    /// <returns>The model, so that calls chain.</returns>
    /// <exception cref="LayerException">The layer does not take what the one before gives; the model is then as it was.</exception>
    /// <exception cref="ArgumentException">An Input comes second, or a layer of the same name is there.</exception>
    public Sequential Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer is Input input)
        {
            if (_layers.Count > 0 || _input is not null)
                throw new ArgumentException(
                    $"An Input came after {_layers.Count} layers of the model '{Name}'; it stands first or not at all. Move it."
                );
            _input = input;
            return this;
        }
        if (_layers.Exists(l => l.Name == layer.Name))
        {
            throw new ArgumentException(
                $"A second layer named '{layer.Name}' was added to the model '{Name}'; names are unique in a model. Give it another name."
            );
        }
        TensorType? output = InputShape() is { } shape ? Trace([layer], shape).Outputs[0] : null;
        _layers.Add(layer);
        _outputTypes.Add(output);
        OnLayersChanged();
        return this;
    }

    internal override TensorType? InputType => _input is null ? null : new TensorType(_input.ElementType, _input.Shape);

    internal override IReadOnlyList<TensorType>? TypesOf(int layer) =>
        _outputTypes[layer] is { } type ? [type] : base.TypesOf(layer);

    internal override void InferInputs(IReadOnlyList<TensorType> given)
    {
        if (given.Count != 1)
            throw new ArgumentException($"{given.Count} inputs came; a Sequential model takes one. Give one array.");
        var type = given[0].ElementType.IsFloat() ? ElementType.Float32 : given[0].ElementType;
        _input = new Input(given[0].Shape.Skip(1).Select(d => d.Value).ToArray()) { ElementType = type };
        try
        {
            (var outputs, _builtForData) = Trace(_layers, _input.Shape);
            _outputTypes.Clear();
            _outputTypes.AddRange(outputs.Select(o => (TensorType?)o));
        }
        catch
        {
            _input = null;
            throw;
        }
    }

    internal override void ForgetInputs()
    {
        _input = null;
        OnLayersChanged();
        _outputTypes.Clear();
        _outputTypes.AddRange(_layers.Select(_ => (TensorType?)null));
        _builtForData.ForEach(l => l.Forget());
        Forget();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_layers.Count == 0)
            throw new InvalidOperationException($"The model '{Name}' has no layers; add some first.");
        foreach (var layer in _layers)
            inputs = layer.Invoke(context, inputs);
        return inputs;
    }

    /// <summary>Builds layers for a shape and gives the types that they make of it; if one refuses, all are as they were.</summary>
    private (TensorType[] Outputs, List<Layer> Built) Trace(IReadOnlyList<Layer> layers, Shape input)
    {
        var context = new CallContext(new StepGraph(Name), training: false, ElementType.Float32, randomState: null);
        var tensor = new SymbolicTensor(context.Graph.AddInput("input", _input!.ElementType, input));
        // Behind the first layer elements are what layers compute in.
        if (_layers.Count > 0 && _layers[0] != layers[0])
            tensor = Ops.Cast(tensor, ElementType.Float32);
        try
        {
            var outputs = new TensorType[layers.Count];
            for (int i = 0; i < outputs.Length; i++)
            {
                tensor = layers[i].Invoke(context, tensor);
                outputs[i] = tensor.Value.Type;
            }
            return (outputs, context.Built);
        }
        catch
        {
            context.Built.ForEach(l => l.Forget());
            throw;
        }
    }

    private Shape? InputShape() => _layers.Count == 0 ? _input?.Shape : _outputTypes[^1]?.Shape;
}

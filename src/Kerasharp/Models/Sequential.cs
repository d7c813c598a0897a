using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Models.Functional;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp;

/// <summary>A model whose layers follow one another, each taking what the one before gives.</summary>
/// <remarks>
/// Keras: <c>keras.Sequential</c>. Without an Input, weights are made when the first data come; a model that stands first and knows its
/// input takes the Input's place.
/// </remarks>
/// <example><code>
/// var model = new Sequential([new Input(784), new Dense(128, activation: "relu"), new Dense(10, activation: "softmax")]);
/// </code></example>
public sealed class Sequential : Model
{
    private readonly List<Layer> _layers = [];

    // What goes into each layer and, at the end, out of the last; empty while the input is not known.
    private readonly List<SymbolicTensorList> _tensors = [];
    private readonly List<Layer> _builtForData = [];
    private Input? _input;
    private bool _isInferred;

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

    /// <summary>The layers in order; as in Keras, the Input is not among them.</summary>
    public override IReadOnlyList<Layer> Layers => _layers;

    /// <inheritdoc/>
    public override SymbolicTensorList InputTensors => _tensors.Count > 0 ? _tensors[0] : base.InputTensors;

    /// <inheritdoc/>
    public override SymbolicTensorList OutputTensors => _tensors.Count > 1 ? _tensors[^1] : base.OutputTensors;

    /// <summary>Adds a layer behind the others.</summary>
    /// <returns>The model, so that calls chain.</returns>
    /// <exception cref="LayerException">The layer does not take what the one before gives; the model is then as it was.</exception>
    /// <exception cref="ArgumentException">An Input comes second, or another layer of the same name is there.</exception>
    public Sequential Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer is Input input)
        {
            if (_layers.Count > 0 || _input is not null)
                throw new ArgumentException(
                    $"An Input came after {_layers.Count} layers of the model '{Name}'; it stands first or not at all. Move it."
                );
            Begin(input);
            return this;
        }
        // A layer may stand in several places; they share its weights.
        if (_layers.Exists(l => l.Name == layer.Name && l != layer))
        {
            throw new ArgumentException(
                $"A second layer named '{layer.Name}' was added to the model '{Name}'; names are unique in a model. Give it another name."
            );
        }
        bool begins = _input is null && _layers.Count == 0 && layer is Model { Inputs.Count: 1 };
        if (begins)
            Begin(Topology.InputLike(((Model)layer).Inputs[0], LayerNames.Next("InputLayer")));
        try
        {
            if (_input is not null)
                _tensors.Add(layer.Apply(_tensors[^1]));
        }
        catch when (begins)
        {
            Undraw();
            throw;
        }
        _layers.Add(layer);
        if (_input is not null)
            MarkBuilt();
        OnLayersChanged();
        return this;
    }

    /// <summary>Takes the last layer away.</summary>
    /// <returns>The layer; its weights stay in it.</returns>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    /// <remarks>Keras: <c>Sequential.pop</c>.</remarks>
    /// <example><code>
    /// model.Pop();                        // the old head
    /// model.Add(new Dense(5, activation: "softmax"));
    /// </code></example>
    public Layer Pop()
    {
        if (_layers.Count == 0)
            throw new InvalidOperationException(
                $"Pop was called on the model '{Name}', which has no layers; at least one was expected. Add some first."
            );
        var layer = _layers[^1];
        _layers.RemoveAt(_layers.Count - 1);
        if (_tensors.Count > 1)
            _tensors.RemoveAt(_tensors.Count - 1);
        OnLayersChanged();
        return layer;
    }

    /// <summary>Name, flags, the layers with the Input in front, and the input's shape, in Keras's form.</summary>
    public override JsonObject GetConfig()
    {
        var config = BaseConfig();
        var layers = _input is null ? _layers : _layers.Prepend(_input);
        config["layers"] = new JsonArray([.. layers.Select(l => (JsonNode?)l.Serialize())]);
        if (_input is not null && _layers.Count > 0)
            config["build_input_shape"] = ShapeJson(_input.Shape);
        return config;
    }

    internal override TensorType? InputType => _input is null ? null : new TensorType(_input.ElementType, _input.Shape);

    internal override IReadOnlyList<TensorType>? TypesOf(int layer) =>
        _tensors.Count > layer + 1 ? [.. _tensors[layer + 1].Select(t => t.Value.Type)] : base.TypesOf(layer);

    internal override void InferInputs(IReadOnlyList<TensorType> given)
    {
        if (given.Count != 1)
            throw new ArgumentException($"{given.Count} inputs came; a Sequential model takes one. Give one array.");
        var type =
            !given[0].ElementType.IsFloat() ? given[0].ElementType
            : _layers is [{ ComputeDtype: ElementType.Float64 }, ..] ? ElementType.Float64
            : ElementType.Float32;
        Infer(new Input(given[0].Shape.Skip(1).Select(d => d.Value).ToArray()) { ElementType = type });
    }

    internal override void ForgetInputs() => Forget();

    internal override void Forget()
    {
        base.Forget();
        if (_isInferred)
            Undraw();
        else if (_input is not null)
            MarkBuilt();
    }

    internal static Sequential Read(JsonObject config, string name)
    {
        if (config["layers"] is not JsonArray layers)
            throw new ArgumentException(
                $"A configuration of the Sequential model '{name}' came without 'layers'; a list of layers was expected. Add it."
            );
        var model = new Sequential([], name);
        var read = new List<(JsonNode Json, Layer Layer)>();
        foreach (var item in layers)
        {
            if (item is not JsonObject json)
                throw new ArgumentException(
                    $"A configuration of the Sequential model '{name}' came with {item?.ToJsonString() ?? "null"} among its layers; {{\"class_name\": …, \"config\": …}} was expected. Mend it."
                );
            // A layer that stands in two places is written twice.
            var layer = read.Find(r => JsonNode.DeepEquals(r.Json, json)).Layer ?? Deserialize(json);
            read.Add((json, layer));
            model.Add(layer);
        }
        if (model is { _input: null, _layers.Count: > 0 } && config["build_input_shape"] is JsonArray shape)
            model.Infer(new Input([.. ConfigurationValues.Longs(shape).Skip(1).Select(s => s ?? -1)]));
        return model;
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        // As in Keras, a model without an Input that stands in another one begins with what it is given there.
        if (_input is null && _layers.Count > 0 && inputShapes is [{ Rank: > 0 } shape])
            Infer(new Input([.. shape.Skip(1).Select(d => d.IsKnown ? d.Value : -1)]));
        base.Build(inputShapes);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(inputs);
        if (_layers.Count == 0)
            throw new InvalidOperationException($"The model '{Name}' has no layers; add some first.");
        if (_input is not null)
            CheckInputs(inputs);
        foreach (var layer in _layers)
            inputs = layer.Invoke(context, inputs);
        return inputs;
    }

    private protected override string Module => "keras";

    private protected override bool Autocasts => false;

    private protected override JsonObject? BuildConfig() =>
        _input is null ? null : new JsonObject { ["input_shape"] = ShapeJson(_input.Shape) };

    private void Begin(Input input)
    {
        _input = input;
        _tensors.Clear();
        _tensors.Add(input.ToSymbolicTensor());
    }

    /// <summary>Begins with an Input of our own and applies the layers; if one refuses, all are as they were.</summary>
    private void Infer(Input input)
    {
        Begin(input);
        _isInferred = true;
        try
        {
            foreach (var layer in _layers)
            {
                _tensors.Add(layer.Apply(_tensors[^1], null, out var built));
                _builtForData.AddRange(built);
            }
        }
        catch
        {
            Undraw();
            throw;
        }
        MarkBuilt();
    }

    private void Undraw()
    {
        if (_input is null)
            return;
        var sketch = _tensors[0][0].Value.Graph;
        foreach (var layer in _layers)
            layer.Erase(sketch);
        _builtForData.ForEach(l => l.Forget());
        _builtForData.Clear();
        _tensors.Clear();
        _input = null;
        _isInferred = false;
    }
}

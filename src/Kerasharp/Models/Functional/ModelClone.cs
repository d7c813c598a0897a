using System.Text.Json.Nodes;
using Kerasharp.Layers;

namespace Kerasharp.Models.Functional;

/// <summary>Makes a model of new layers that is connected as another one.</summary>
internal sealed class ModelClone(
    Func<Layer, Layer>? cloneFunction,
    Func<Layer, SymbolicTensorList, SymbolicTensorList>? callFunction,
    bool recursive
)
{
    // A layer that is used twice has one clone.
    private readonly Dictionary<Layer, Layer> _clones = new(ReferenceEqualityComparer.Instance);

    /// <summary>A clone of any model.</summary>
    public Model Of(Model model, SymbolicTensorList? inputs)
    {
        var clone =
            model is Sequential sequential ? Of(sequential, inputs)
            : model.IsFunctional ? Of(model, model.Topology!, inputs)
            : OfClass(model, inputs);
        if (!model.Trainable)
            clone.FreezeAlone();
        return clone;
    }

    private Sequential Of(Sequential model, SymbolicTensorList? inputs)
    {
        var layers = model.Layers.Select(Clone);
        if (inputs is null)
            return new Sequential(
                model.Inputs is [var known] ? layers.Prepend(Topology.InputLike(known, known.Name)) : layers,
                model.Name
            );
        if (inputs is not [{ Value.Producer: LayerCall { Layer: Input input } }])
            throw new ArgumentException(
                $"{inputs.Count} tensors came to clone the Sequential model '{model.Name}' upon; the tensor of one Input was expected. Give that, or make a functional model."
            );
        return new Sequential(layers.Prepend(input), model.Name);
    }

    private Model Of(Model model, Topology topology, SymbolicTensorList? inputs)
    {
        if (inputs is not null && inputs.Count != topology.Inputs.Count)
            throw new ArgumentException(
                $"{inputs.Count} tensors came to clone the model '{model.Name}' upon, which has {topology.Inputs.Count} inputs; one for each was expected. Give as many."
            );
        inputs ??= new SymbolicTensorList([
            .. topology.Inputs.Select(i => (SymbolicTensor)Topology.InputLike(i, i.Name)),
        ]);
        var outputs = topology.Replay(
            inputs,
            inputs[0].Value.Graph,
            (call, given) => Call(Clone(call.Layer), new([.. given]), call.Arguments)
        );
        return new Model(inputs, new SymbolicTensorList([.. outputs]), model.Name);
    }

    private Model OfClass(Model model, SymbolicTensorList? inputs)
    {
        if (inputs is not null || cloneFunction is not null || callFunction is not null)
            throw new ArgumentException(
                $"The model '{model.Name}' of the class {model.GetType().Name} was to be cloned with inputs or functions of one's own; models of tensors and Sequential ones can be. Leave them out."
            );
        return (Model)model.Twin();
    }

    private SymbolicTensorList Call(Layer layer, SymbolicTensorList inputs, JsonObject? arguments) =>
        callFunction is null ? layer.Apply(inputs, arguments) : callFunction(layer, inputs);

    private Layer Clone(Layer layer)
    {
        if (_clones.TryGetValue(layer, out var clone))
            return clone;
        clone =
            recursive && layer is Model model and (Sequential or { IsFunctional: true }) ? Of(model, null)
            : cloneFunction is null ? layer.Twin()
            : cloneFunction(layer)
                ?? throw new ArgumentException(
                    $"The clone function gave null for the layer '{layer.Name}'; a layer was expected. Give the layer itself to share it."
                );
        _clones.Add(layer, clone);
        return clone;
    }
}

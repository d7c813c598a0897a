using Kerasharp.Layers;

namespace Kerasharp;

public partial class Model
{
    /// <summary>Where the model begins, as tensors that layers can be applied to; in the order of <see cref="Inputs"/>.</summary>
    /// <exception cref="InvalidOperationException">The model is no model of tensors, and no Sequential one with a known input.</exception>
    /// <remarks>Keras: <c>model.inputs</c>.</remarks>
    public virtual SymbolicTensorList InputTensors => _topology?.InputTensors ?? throw NoTensors(nameof(InputTensors));

    /// <summary>Where the model ends, as tensors that layers can be applied to; in the order of <see cref="OutputNames"/>.</summary>
    /// <exception cref="InvalidOperationException">The model is no model of tensors, and no Sequential one with a known input.</exception>
    /// <remarks>Keras: <c>model.outputs</c>.</remarks>
    public virtual SymbolicTensorList OutputTensors =>
        _topology?.OutputTensors ?? throw NoTensors(nameof(OutputTensors));

    /// <summary>Where a model of one input begins, to go on from its layers.</summary>
    /// <exception cref="InvalidOperationException">The model has no tensors of its own, or several inputs.</exception>
    /// <remarks>Keras: <c>model.input</c>.</remarks>
    /// <example><code>
    /// // Transfer learning: what a trained model saw before its head, and a new head.
    /// trained.Trainable = false;
    /// var features = trained.GetLayer("features").Output;
    /// var model = new Model(trained.Input, features.Apply(new Dense(5, activation: "softmax")));
    /// </code></example>
    public SymbolicTensor Input => Only(InputTensors, "input", nameof(InputTensors));

    /// <summary>
    /// Where a model of one output ends. It is the model's own tensor, which follows from <see cref="Input"/>, also where the model was
    /// applied to others; a model without tensors of its own gives what it gave when it was first applied.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has no tensors of its own and was not applied, or it has several outputs.</exception>
    /// <remarks>Keras: <c>model.output</c>.</remarks>
    public override SymbolicTensor Output =>
        _topology is null && this is not Sequential
            ? base.Output
            : Only(OutputTensors, "output", nameof(OutputTensors));

    /// <summary>Refuses tensors that do not fit the model's inputs.</summary>
    /// <exception cref="LayerException">There are not as many, or one has another shape.</exception>
    private protected void CheckInputs(IReadOnlyList<SymbolicTensor> given)
    {
        var inputs = Inputs;
        if (given.Count != inputs.Count)
            throw new LayerException(
                Name,
                $"{given.Count} tensors came; the model takes {inputs.Count}: {string.Join(", ", inputs.Select(i => i.Name))}. Give one for each."
            );
        for (int i = 0; i < given.Count; i++)
            if (!inputs[i].Takes(given[i].Shape))
                throw new LayerException(
                    Name,
                    $"a tensor of shape {given[i].Shape} came for the input '{inputs[i].Name}', which takes {inputs[i].Shape}. Reshape it, or make the model with another Input."
                );
    }

    private SymbolicTensor Only(SymbolicTensorList tensors, string what, string all) =>
        tensors.Count == 1
            ? tensors[0]
            : throw new InvalidOperationException(
                $"The {what} of the model '{Name}' was asked for, which has {tensors.Count}; one was expected. Choose one of {all}."
            );

    private InvalidOperationException NoTensors(string member) =>
        new(
            this is Sequential
                ? $"{member} of the Sequential model '{Name}' was asked for, whose input is not known; put an Input and layers into it first."
                : $"{member} of the model '{Name}' was asked for, whose class {GetType().Name} writes its own Call; only models of tensors have some. Apply the model to an Input, and keep what Apply gives."
        );
}

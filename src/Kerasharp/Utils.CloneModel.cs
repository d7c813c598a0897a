using Kerasharp.Layers;
using Kerasharp.Models.Functional;

namespace Kerasharp;

public static partial class Utils
{
    /// <summary>
    /// A model of new layers, connected as another model's, with weights of their own that begin anew. A layer that the model uses several
    /// times has one clone. The clone is not compiled.
    /// </summary>
    /// <param name="model">A functional or Sequential model; or one of a class of one's own, which is made anew from its configuration.</param>
    /// <param name="inputTensors">What the clone begins with, in the order of the model's inputs; by default new Inputs.</param>
    /// <param name="cloneFunction">Gives the layer that stands for one; by default a new one of the same configuration.</param>
    /// <param name="callFunction">Applies a cloned layer, where something is to stand before or behind it. Not for Sequential models.</param>
    /// <param name="recursive">Whether models inside are cloned layer by layer, too, with the same functions.</param>
    /// <exception cref="ArgumentException">There are not as many tensors as inputs, or an argument is not for such a model.</exception>
    /// <exception cref="NotSupportedException">A layer has no configuration; give a clone function.</exception>
    /// <remarks>Keras: <c>keras.models.clone_model</c>.</remarks>
    /// <example><code>
    /// var twin = Utils.CloneModel(model);
    /// var smaller = Utils.CloneModel(model, cloneFunction: l => l is Dense d ? new Dense(d.Units / 2, name: d.Name) : l);
    /// </code></example>
    public static Model CloneModel(
        Model model,
        SymbolicTensorList? inputTensors = null,
        Func<Layer, Layer>? cloneFunction = null,
        Func<Layer, SymbolicTensorList, SymbolicTensorList>? callFunction = null,
        bool recursive = false
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        if (callFunction is not null && model is Sequential)
            throw new ArgumentException(
                $"A call function came to clone the Sequential model '{model.Name}', whose layers are listed, not called; a functional model was expected. Leave it out."
            );
        return new ModelClone(cloneFunction, callFunction, recursive).Of(model, inputTensors);
    }
}

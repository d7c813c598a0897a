using System.Text.Json.Nodes;
using Kerasharp.Models.Functional;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Training;

namespace Kerasharp.Layers;

public abstract partial class Layer
{
    private readonly List<LayerCall> _calls = [];

    /// <summary>What the layer gave when it was first applied, for models that end inside others.</summary>
    /// <exception cref="InvalidOperationException">The layer was not applied to anything, or gives several tensors.</exception>
    public virtual SymbolicTensor Output =>
        _calls switch
        {
            [] => throw new InvalidOperationException(
                $"The output of the layer '{Name}' was asked for, which was not applied to a tensor. Call Apply first."
            ),
            [{ Outputs.Count: 1 } first, ..] => new SymbolicTensor(first.Output),
            [var first, ..] => throw new InvalidOperationException(
                $"The output of the layer '{Name}' was asked for, which gives {first.Outputs.Count}. Keep what Apply gives."
            ),
        };

    /// <summary>
    /// Applies the layer to a tensor that began with an <see cref="Layers.Input"/>: makes the weights if need be, and gives a tensor for the
    /// result. Several calls share the weights.
    /// </summary>
    /// <param name="input">What the layer takes.</param>
    /// <returns>What the layer makes of it.</returns>
    /// <exception cref="LayerException">The layer does not take such a tensor.</exception>
    /// <remarks>Keras: <c>layer(x)</c>.</remarks>
    /// <example><code>
    /// SymbolicTensor x = new Input(784);
    /// var y = new Dense(10, activation: "softmax").Apply(new Dense(64, activation: "relu").Apply(x));
    /// var model = new Model(x, y);
    /// </code></example>
    public SymbolicTensor Apply(SymbolicTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var outputs = Apply(new SymbolicTensorList(input));
        return outputs.Count == 1
            ? outputs[0]
            : throw new LayerException(
                Name,
                $"it gives {outputs.Count} tensors where one was expected. Call Apply([x]), which gives all."
            );
    }

    /// <summary>Applies the layer to what a model will be given at an Input.</summary>
    public SymbolicTensor Apply(Input input) => Apply((SymbolicTensor)input);

    /// <summary>The same for a layer of several inputs or outputs.</summary>
    /// <param name="inputs">What the layer takes, in order.</param>
    /// <returns>What the layer makes of it, in order.</returns>
    /// <exception cref="LayerException">The layer does not take such tensors.</exception>
    public SymbolicTensorList Apply(SymbolicTensorList inputs) => Apply(inputs, null, out _);

    /// <summary>The names of what Keras calls call arguments, that the layer knows.</summary>
    internal virtual IReadOnlyList<string> CallKeywords => [];

    /// <summary>The same with what Keras calls call arguments.</summary>
    internal SymbolicTensorList Apply(SymbolicTensorList inputs, JsonObject? arguments) =>
        Apply(inputs, arguments, out _);

    /// <summary>The same; tells which layers were built for it.</summary>
    internal SymbolicTensorList Apply(SymbolicTensorList inputs, JsonObject? arguments, out IReadOnlyList<Layer> built)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0 || inputs.Any(t => !t.Value.Graph.IsSketch))
            throw new LayerException(
                Name,
                inputs.Count == 0
                    ? "it was applied to nothing; at least one tensor was expected. Give one."
                    : "it was applied to a tensor of a graph that is being written, as Call has it. Call Invoke(context, x) there."
            );
        var context = new CallContext(new StepGraph(Name), training: false, ElementType.Float32, randomState: null);
        var given = inputs
            .Select((t, i) => new SymbolicTensor(context.Graph.AddInput($"x{i}", t.ElementType, t.Shape)))
            .ToArray();
        IReadOnlyList<SymbolicTensor> outputs;
        try
        {
            outputs = Invoke(context, given, arguments);
        }
        catch
        {
            // What was built for a tensor that does not fit is to be built anew.
            context.Built.ForEach(l => l.Forget());
            throw;
        }
        built = context.Built;
        var values = inputs.Select(t => t.Value).ToArray();
        return Note(inputs[0].Value.Graph, values, outputs.Select(o => o.Value.Type), arguments);
    }

    /// <summary>What the layer was applied to, in order; nodes of sketches.</summary>
    internal IReadOnlyList<LayerCall> Calls => _calls;

    /// <summary>Forgets that the layer stands in a sketch, which turned out to be wrong.</summary>
    internal void Erase(Graph sketch) => _calls.RemoveAll(c => c.Graph == sketch);

    /// <summary>Writes a call of the layer into a sketch.</summary>
    internal SymbolicTensorList Note(
        Graph sketch,
        IReadOnlyList<Value> inputs,
        IEnumerable<TensorType> outputs,
        JsonObject? arguments = null
    )
    {
        var call = new LayerCall(this, sketch, inputs, outputs, _calls.Count) { Arguments = arguments };
        _calls.Add(call);
        return new SymbolicTensorList(call.Outputs.Select(o => new SymbolicTensor(o)).ToArray());
    }
}

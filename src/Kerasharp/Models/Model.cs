using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Training;

namespace Kerasharp;

/// <summary>
/// A network that can be compiled, trained, evaluated, asked and exported. A model is a layer, so models stand inside models.
/// Make one of tensors that layers were applied to (Keras's functional API), or derive from it for a form of your own: name inputs
/// and outputs, list the layers, write <c>Call</c>.
/// </summary>
/// <example><code>
/// SymbolicTensor x = new Input(8);
/// var y = x.Apply(new Dense(8, activation: "relu"));
/// var model = new Model(x, (x + y).Apply(new Dense(1)));
/// </code><code>
/// class Residual : Model
/// {
///     private readonly Dense _inner = new(8, activation: "relu");
///     private readonly Dense _last = new(1);
///     public override IReadOnlyList&lt;InputSpec&gt; Inputs => [new("x", ElementType.Float32, new Shape(Dim.Batch, 8))];
///     public override IReadOnlyList&lt;string&gt; OutputNames => ["y"];
///     public override IReadOnlyList&lt;Layer&gt; Layers => [_inner, _last];
///     protected override SymbolicTensor Call(CallContext context, SymbolicTensor x) =>
///         _last.Invoke(context, x + _inner.Invoke(context, x));
/// }
/// </code></example>
public partial class Model : Layer, IDisposable
{
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly Lock _building = new();
    private Predictor? _predictor;
    private Trainer? _trainer;
    private IReadOnlyList<(long Rows, string Layer)?>? _choices;
    private bool _disposed;

    /// <summary>A model.</summary>
    /// <param name="name">Its name; by default the class's in Keras's form, numbered.</param>
    protected Model(string? name = null)
        : base(name) { }

    /// <summary>What the model takes, in order; empty while that is not known.</summary>
    public virtual IReadOnlyList<InputSpec> Inputs => Drawn(nameof(Inputs)).Inputs;

    /// <summary>The names of what the model gives, in order; of a model of tensors those of the layers that give them.</summary>
    public virtual IReadOnlyList<string> OutputNames => Drawn(nameof(OutputNames)).OutputNames;

    /// <summary>The layers, in order.</summary>
    public virtual IReadOnlyList<Layer> Layers => Drawn(nameof(Layers)).Layers;

    /// <summary>
    /// Whether training changes weights of the model. Setting it sets it in all layers, those of models inside too; afterwards layers may
    /// be set apart. It acts from the next Compile on.
    /// </summary>
    /// <remarks>Keras: <c>model.trainable</c>.</remarks>
    public override bool Trainable
    {
        get => base.Trainable;
        set
        {
            base.Trainable = value;
            foreach (var layer in Layers)
                layer.Trainable = value;
        }
    }

    /// <summary>All weights: the model's own, then those of its layers in order; what is used twice stands once.</summary>
    public override IReadOnlyList<Weight> Weights => Distinct(base.Weights.Concat(Layers.SelectMany(l => l.Weights)));

    /// <inheritdoc/>
    public override IReadOnlyList<Weight> TrainableWeights =>
        Trainable ? Distinct(base.TrainableWeights.Concat(Layers.SelectMany(l => l.TrainableWeights))) : [];

    /// <summary>Set it, as from a callback, and training ends after the present epoch's next step.</summary>
    public bool StopTraining { get; set; }

    /// <summary>Where the run of Fit that is under way stands; null outside of one.</summary>
    internal FitRun? Run { get; set; }

    /// <summary>The optimizer that Compile was given.</summary>
    /// <exception cref="InvalidOperationException">The model has not been compiled.</exception>
    public Optimizers.Optimizer Optimizer => Compiled("Optimizer").Optimizer;

    /// <summary>The device on which the model computes: the one that Compile was given, else the default.</summary>
    public Device Device => _trainer?.Device ?? Device.Default;

    /// <summary>
    /// Taken for writing by a step that changes weights and for reading by one that asks, so that Predict sees the weights as a
    /// finished step left them, from any thread.
    /// </summary>
    internal ReaderWriterLockSlim Gate => _gate;

    internal override IReadOnlyList<Weight> Carried => Distinct(base.Carried.Concat(Layers.SelectMany(l => l.Carried)));

    /// <summary>Makes the states of all stateful layers zeros, so that what comes next is the beginning of a sequence.</summary>
    /// <remarks>Keras: <c>reset_states</c> of each layer.</remarks>
    public void ResetStates()
    {
        _gate.EnterWriteLock();
        try
        {
            ResetCarried();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>The layer of a name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public Layer GetLayer(string name) =>
        Layers.FirstOrDefault(l => l.Name == name) ?? throw Unknown.Name("layer", name, Layers.Select(l => l.Name));

    /// <summary>The layer at a place among <see cref="Layers"/>, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public Layer GetLayer(int index) =>
        index >= 0 && index < Layers.Count
            ? Layers[index]
            : throw new ArgumentOutOfRangeException(
                nameof(index),
                FormattableString.Invariant(
                    $"The layer number {index} of the model '{Name}' was asked for, which has {Layers.Count}: 0 to {Layers.Count - 1} were expected. Give such a number, or a name."
                )
            );

    /// <summary>
    /// Frees native memory: sessions and buffers. Weights live as long as anything refers to them, since other models may have the same
    /// layers. A model that is merely dropped frees its memory when it is collected.
    /// </summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees native memory.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _disposed = true;
        _trainer?.Dispose();
        _predictor?.Dispose();
    }

    /// <summary>Makes weights of the model itself; its layers make theirs when it calls them. A model of several inputs need not override it.</summary>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        if (inputShapes.Count == 1)
            base.Build(inputShapes);
    }

    /// <summary>Learns the inputs from the first arrays, for models that were made without an Input.</summary>
    internal virtual void InferInputs(IReadOnlyList<TensorType> given) =>
        throw new InvalidOperationException($"The model '{Name}' names no inputs; a model must. Override Inputs.");

    /// <summary>Takes back what <see cref="InferInputs"/> learned, where the data turned out to be wrong otherwise.</summary>
    internal virtual void ForgetInputs() { }

    /// <summary>Drops the steps made so far, which do not know of a layer that came later.</summary>
    internal void OnLayersChanged()
    {
        _choices = null;
        _predictor?.Dispose();
        _predictor = null;
        _trainer?.ForgetSteps();
    }

    /// <summary>Learns the inputs from arrays, if they are not known. Of several threads the first one's arrays decide.</summary>
    internal void EnsureInputs(TensorDataList x)
    {
        lock (_building)
        {
            if (Inputs.Count == 0)
                InferInputs(x.Select(d => new TensorType(d.ElementType, d.Shape)).ToArray());
        }
    }

    /// <summary>Makes the weights, if the inputs are known and the weights are not there yet.</summary>
    internal void EnsureWeights()
    {
        lock (_building)
        {
            if (IsBuilt || Inputs.Count == 0)
                return;
            var step = new StepGraph(Name);
            var context = new CallContext(step, training: false, ElementType.Float32, randomState: null);
            Lowering.Call(this, context, Inputs.Select(i => new TensorType(i.ElementType, i.Shape)).ToArray());
        }
    }

    /// <summary>
    /// What layers make of the inputs' elements as they are given: for each input the smallest number of rows that its elements choose
    /// from, and the layer that says so; null where they are numbers like others. Found by writing the model once.
    /// </summary>
    internal IReadOnlyList<(long Rows, string Layer)?> Choices()
    {
        lock (_building)
        {
            if (_choices is not null)
                return _choices;
            var context = new CallContext(new StepGraph(Name), training: false, ElementType.Float32, randomState: null);
            var types = Inputs.Select(i => new TensorType(i.ElementType, i.Shape)).ToArray();
            Lowering.Call(this, context, types);
            return _choices = ChosenInputs.Of(context, types.Length);
        }
    }

    /// <summary>Refuses batches of another size than an Input was made for.</summary>
    internal void CheckBatches(int batchSize, long examples)
    {
        foreach (var input in Inputs)
            input.CheckBatches(Name, batchSize, examples);
    }

    private static Weight[] Distinct(IEnumerable<Weight> weights)
    {
        // As in a layer, what is trained stands first in each layer; a layer that is used twice counts once.
        return weights.Distinct().ToArray();
    }

    private Trainer Compiled(string what)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _trainer
            ?? throw new InvalidOperationException(
                $"{what} was called on the model '{Name}' before Compile; it needs a loss and an optimizer. Call Compile(optimizer: \"adam\", loss: …) first."
            );
    }
}

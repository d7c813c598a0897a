using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;
using Kerasharp.Saving;
using Kerasharp.Training;

namespace Kerasharp.Layers;

/// <summary>
/// A part of a model: weights, and a rule that makes output tensors of input tensors. Derive from it, make weights in
/// <see cref="Build(Shape)"/> and write the rule in <see cref="Call(CallContext, SymbolicTensor)"/> with the functions of <see cref="Ops"/>;
/// gradients, training and export follow.
/// </summary>
/// <example><code>
/// class Scale : Layer
/// {
///     private Weight _factor = null!;
///     protected override void Build(Shape input) => _factor = AddWeight("factor", [input[-1].Value], "ones");
///     protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) => input * context[_factor];
/// }
/// </code></example>
[DynamicallyAccessedMembers(Configuration.Members)]
public abstract partial class Layer
{
    private readonly List<Weight> _weights = [];
    private readonly List<Weight> _carried = [];
    private readonly RematScope? _remat = RematScope.Current;
    private readonly List<Layer> _parts = [];
    private string _name;
    private bool _trainable = true;
    private Regularizer? _activityRegularizer;
    private Layer? _owner;
    private IReadOnlyList<Shape>? _builtFor;
    private int _partsBeforeBuild;

    /// <summary>A layer.</summary>
    /// <param name="name">Its name; by default the class's in Keras's form, numbered: <c>dense</c>, <c>dense_1</c>.</param>
    protected Layer(string? name = null)
    {
        _name = name is null ? LayerNames.Next(TypeName) : Checked(name);
    }

    /// <summary>The layer's name, by which errors, summaries and files know it.</summary>
    public string Name
    {
        get => _name;
        private protected init => _name = Checked(value);
    }

    /// <summary>The class's name as Keras has it; what summaries show in brackets.</summary>
    public virtual string TypeName => GetType().Name;

    /// <summary>Whether training changes the layer's weights and those of the layers in it. Set it before Compile.</summary>
    public virtual bool Trainable
    {
        get => _trainable;
        set
        {
            _trainable = value;
            foreach (var part in _parts)
                part.Trainable = value;
        }
    }

    /// <summary>Whether the weights have been made.</summary>
    public bool IsBuilt { get; private set; }

    /// <summary>Whether summaries mark the layer as unbuilt until its input is known. As in Keras, not only layers with weights are.</summary>
    public virtual bool NeedsBuild => true;

    /// <summary>The penalty on the layer's output that it adds to the loss, or none.</summary>
    public Regularizer? ActivityRegularizer
    {
        get => _activityRegularizer;
        init => _activityRegularizer = value;
    }

    /// <summary>All weights in Keras's order: those made to be trained first, then the others, then those of the layers in the layer.</summary>
    public virtual IReadOnlyList<Weight> Weights =>
        WithParts(
            [.. _weights.Where(w => w.IsMadeTrainable), .. _weights.Where(w => !w.IsMadeTrainable)],
            p => p.Weights
        );

    /// <summary>The weights that training changes.</summary>
    public virtual IReadOnlyList<Weight> TrainableWeights =>
        Trainable ? WithParts([.. _weights.Where(w => w.Trainable)], p => p.TrainableWeights) : [];

    /// <summary>The weights that training does not change by gradients.</summary>
    public IReadOnlyList<Weight> NonTrainableWeights
    {
        get
        {
            var trained = new HashSet<Weight>(TrainableWeights);
            return Weights.Where(w => !trained.Contains(w)).ToArray();
        }
    }

    /// <summary>The number of elements in all weights.</summary>
    public long CountParams() => Weights.Sum(w => w.Count);

    /// <summary>Makes the weights for the inputs' shapes, if they are not there yet.</summary>
    internal void EnsureBuilt(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        if (!IsBuilt)
            // Tensors that call arguments name, as masks, are none that weights depend on.
            EnsureBuilt(context, [.. context.Unnamed(inputs).Select(i => i.Shape)]);
    }

    /// <summary>The same for shapes.</summary>
    internal void EnsureBuilt(CallContext context, IReadOnlyList<Shape> shapes)
    {
        if (IsBuilt)
            return;
        // Noted first: what a failing Build has made is to be forgotten, too.
        context.Built.Add(this);
        _partsBeforeBuild = _parts.Count;
        using (Config.Building(_dtype))
            Build(shapes);
        _builtFor = shapes;
        IsBuilt = true;
    }

    /// <summary>
    /// What the layer and its parts carry from batch to batch, beside the weights. As in Keras it is no weight: files and
    /// <see cref="GetWeights"/> do not hold it, so weights go from a stateful model to another and back.
    /// </summary>
    internal virtual IReadOnlyList<Weight> Carried => WithParts(_carried, p => p.Carried);

    /// <summary>Makes zeros of that.</summary>
    internal void ResetCarried()
    {
        foreach (var carried in Carried)
            carried.State.Reset();
    }

    /// <summary>The shapes that the weights were made for; null before.</summary>
    private protected IReadOnlyList<Shape>? BuiltFor => _builtFor;

    /// <summary>Takes the layer as built: its weights are those of layers that are.</summary>
    internal void MarkBuilt() => IsBuilt = true;

    /// <summary>Makes the layer wait for an input shape again, where the one that it was built for turned out to be wrong.</summary>
    internal virtual void Forget()
    {
        _weights.Clear();
        _carried.Clear();
        if (_parts.Count > _partsBeforeBuild)
            _parts.RemoveRange(_partsBeforeBuild, _parts.Count - _partsBeforeBuild);
        _builtFor = null;
        CalledWith = null;
        OutputTypes = null;
        IsBuilt = false;
    }

    /// <summary>
    /// Writes the layer into the graph that a context belongs to, as a model or a layer made of layers does with its parts: makes the
    /// weights if need be, calls the layer, adds its penalties to the loss.
    /// </summary>
    /// <param name="context">The context that the caller's own <c>Call</c> was given.</param>
    /// <param name="input">What the layer takes.</param>
    /// <returns>What the layer makes of it.</returns>
    /// <exception cref="LayerException">The layer does not take such an input.</exception>
    public SymbolicTensor Invoke(CallContext context, SymbolicTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Single(Invoke(context, [input]), "outputs");
    }

    /// <summary>The same for a layer of several inputs or outputs.</summary>
    /// <param name="context">The context that the caller's own <c>Call</c> was given.</param>
    /// <param name="inputs">What the layer takes, in order.</param>
    /// <returns>What the layer makes of it, in order.</returns>
    /// <exception cref="LayerException">The layer does not take such inputs.</exception>
    public IReadOnlyList<SymbolicTensor> Invoke(CallContext context, IReadOnlyList<SymbolicTensor> inputs) =>
        Invoke(context, inputs, null);

    /// <summary>The same with what Keras calls call arguments, as <c>reverse=True</c>; Call finds them in the context.</summary>
    internal IReadOnlyList<SymbolicTensor> Invoke(
        CallContext context,
        IReadOnlyList<SymbolicTensor> inputs,
        JsonObject? arguments
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(inputs);
        using var scope = context.Graph.Within(Name);
        var caller = context.Caller;
        context.Caller = this;
        var outer = context.Arguments;
        context.Arguments = arguments;
        var types = context.Types;
        context.Types = (InnerDtype, Autocasts);
        try
        {
            inputs = WithGivenMasks(context, inputs);
            if (Autocasts)
                inputs = Cast(context, inputs, InnerDtype);
            EnsureBuilt(context, inputs);
            int reads = context.MaskReads;
            var outputs = Call(context, inputs);
            if (InnerDtype != ComputeDtype)
                outputs = Cast(context, outputs, ComputeDtype);
            NoteLostMasks(context, inputs, outputs, reads);
            if (context.Training && _remat?.KeepsProducts(Name, outputs) is { } keepsProducts)
                context.Step.RecomputedLayers[context.Graph.Scope] = keepsProducts;
            NoteTypes(inputs, outputs);
            AddPenalties(context, outputs);
            return outputs;
        }
        catch (GraphException error)
        {
            throw new LayerException(Name, error.Message, error);
        }
        finally
        {
            context.Caller = caller;
            context.Arguments = outer;
            context.Types = types;
        }
    }

    /// <summary>Calls a whole model without a scope of its own: names of nodes begin with the layer.</summary>
    internal IReadOnlyList<SymbolicTensor> InvokeModel(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        var types = context.Types;
        context.Types = (InnerDtype, Autocasts);
        try
        {
            if (Autocasts)
                inputs = Cast(context, inputs, InnerDtype);
            EnsureBuilt(context, inputs);
            var outputs = Call(context, inputs);
            AddPenalties(context, outputs);
            return outputs;
        }
        finally
        {
            context.Types = types;
        }
    }

    /// <summary>Makes the weights for the shapes of several inputs. The base class calls the form for one input.</summary>
    protected virtual void Build(IReadOnlyList<Shape> inputShapes) => Build(Single(inputShapes, "shapes"));

    /// <summary>Makes the weights for the shape of the input, whose first dimension is the batch.</summary>
    protected virtual void Build(Shape inputShape) { }

    /// <summary>Makes output tensors of input tensors. The base class calls the form for one input and one output.</summary>
    protected virtual IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        var input = Single(inputs, "tensors");
        return [WithMask(context, input, Call(context, input))];
    }

    /// <summary>Makes the output of the input.</summary>
    protected virtual SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
        throw new InvalidOperationException(
            $"The layer class {GetType().Name} overrides no form of Call; override the one for a tensor or for a list."
        );

    /// <summary>Whether the activity regularizer is for this layer's outputs; not where the layer hands it to its parts.</summary>
    private protected virtual bool PenalizesOutputs => true;

    /// <summary>Makes a weight.</summary>
    /// <param name="name">Its name in the layer, as <c>kernel</c>.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="initializer">How it is filled at first; by default <c>glorot_uniform</c>.</param>
    /// <param name="trainable">Whether training changes it.</param>
    /// <param name="regularizer">The penalty that it adds to the loss.</param>
    /// <param name="constraint">What it must fulfil after each update.</param>
    protected Weight AddWeight(
        string name,
        long[] shape,
        Initializer? initializer = null,
        bool trainable = true,
        Regularizer? regularizer = null,
        Constraint? constraint = null
    ) => AddWeight(name, shape, initializer, trainable, regularizer, constraint, null);

    internal Weight AddWeight(
        string name,
        long[] shape,
        Initializer? initializer,
        bool trainable,
        Regularizer? regularizer,
        Constraint? constraint,
        int[]? storage,
        long[]? stored = null,
        bool isAdapter = false
    )
    {
        var weight = new Weight(
            $"{Path}/{name}",
            shape,
            VariableDtype,
            initializer ?? "glorot_uniform",
            RandomSeeds.Next(),
            trainable,
            regularizer,
            storage,
            stored
        )
        {
            Constraint = constraint,
            IsAdapter = isAdapter,
        };
        _weights.Add(weight);
        return weight;
    }

    /// <summary>Makes a tensor of zeros that the layer carries from batch to batch.</summary>
    internal Weight AddCarried(string name, long[] shape)
    {
        var carried = new Weight(
            $"{Path}/{name}",
            shape,
            VariableDtype,
            initializer: null,
            seed: 0,
            trainable: false,
            regularizer: null,
            storage: null
        );
        _carried.Add(carried);
        return carried;
    }

    internal void Adopt(Weight weight) => _weights.Add(weight);

    /// <summary>
    /// Takes a layer as a part of this one: its weights count as this layer's and are named after it, and it is frozen with it. Call
    /// <see cref="Invoke(CallContext, SymbolicTensor)"/> of the part in Call.
    /// </summary>
    /// <typeparam name="T">The layer's class.</typeparam>
    /// <param name="layer">A layer, most often a new one.</param>
    /// <returns>The same layer.</returns>
    /// <remarks>Keras tracks layers that are assigned to attributes by itself.</remarks>
    /// <example><code>
    /// class Block : Layer
    /// {
    ///     private readonly Dense _inner;
    ///     public Block() => _inner = Track(new Dense(8, activation: "relu"));
    ///     protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) => input + _inner.Invoke(context, input);
    /// }
    /// </code></example>
    protected T Track<T>(T layer)
        where T : Layer
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (_parts.Contains(layer))
            return layer;
        _parts.Add(layer);
        layer._owner ??= this;
        if (!_trainable)
            layer.Trainable = false;
        return layer;
    }

    /// <summary>The names that paths of weights begin with: the layer's, behind those of the layers of which it is a part.</summary>
    private string Path => _owner is null ? Name : $"{_owner.Path}/{Name}";

    private IReadOnlyList<Weight> WithParts(List<Weight> own, Func<Layer, IReadOnlyList<Weight>> weights) =>
        _parts.Count == 0 ? own : [.. own.Concat(_parts.SelectMany(weights)).Distinct()];

    /// <summary>Adds the penalties on the weights of the layer and of its parts, where calls of it do not.</summary>
    internal void AddWeightPenalties(CallContext context)
    {
        AddOwnPenalties(context);
        foreach (var part in _parts)
            part.AddWeightPenalties(context);
    }

    private void AddOwnPenalties(CallContext context)
    {
        foreach (var weight in _weights)
            if (weight.Regularizer is { } regularizer && weight.Trainable && Trainable)
                context.AddLoss(regularizer.Call(Ops.Wide(context.AsKept(weight))));
    }

    private void AddPenalties(CallContext context, IReadOnlyList<SymbolicTensor> outputs)
    {
        // Of many steps the first would do; who takes them adds it once.
        if (!context.IsTurn)
            AddOwnPenalties(context);
        if (ActivityRegularizer is null || !PenalizesOutputs)
            return;
        foreach (var output in outputs.Select(Ops.Wide))
        {
            // Keras divides the penalty on an output by the number of examples.
            var batch = new SymbolicTensor(Op.SizeOf(output.Value, 0, output.ElementType));
            context.AddLoss(ActivityRegularizer.Call(output) / batch);
        }
    }

    private static string Checked(string name) =>
        name.Length > 0 && !name.Contains('/')
            ? name
            : throw new ArgumentException(
                $"A layer named '{name}' came; a name has at least one character and no '/'. Choose another."
            );

    private T Single<T>(IReadOnlyList<T> items, string what) =>
        items.Count == 1
            ? items[0]
            : throw new LayerException(
                Name,
                $"{items.Count} {what} came; the layer takes one. Concatenate them first."
            );
}

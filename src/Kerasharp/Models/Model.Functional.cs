using Kerasharp.Layers;
using Kerasharp.Models.Functional;

namespace Kerasharp;

public partial class Model
{
    private readonly Topology? _topology;

    /// <summary>Whether the model is one of tensors and of no class of one's own: its configuration is what stands between them.</summary>
    internal bool IsFunctional => _topology is not null && GetType() == typeof(Model);

    /// <summary>What stands between the tensors; nothing in models that write their own Call.</summary>
    internal Topology? Topology => _topology;

    /// <summary>A model of all that stands between some tensors and some others, which layers were applied to.</summary>
    /// <param name="inputs">Where it begins: Inputs, or tensors within another model.</param>
    /// <param name="outputs">Where it ends.</param>
    /// <param name="name">Its name; by default <c>functional</c>, numbered.</param>
    /// <exception cref="ArgumentException">An output depends on an Input that is not given, or two layers have the same name.</exception>
    /// <remarks>Keras: <c>keras.Model(inputs, outputs)</c>.</remarks>
    /// <example><code>
    /// Input a = new(4), b = new(3);
    /// var both = new Concatenate().Apply([a, b]);
    /// var model = new Model([a, b], [both.Apply(new Dense(1, name: "price")), both.Apply(new Dense(2, name: "class"))]);
    /// </code></example>
    public Model(SymbolicTensorList inputs, SymbolicTensorList outputs, string? name = null)
        : this(name ?? LayerNames.Next("Functional"))
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        _topology = new Topology(Name, inputs, outputs);
        MarkBuilt();
    }

    // What stands between tensors casts for itself; a class of one's own is a layer like others.
    private protected override bool Autocasts => _topology is null;

    /// <inheritdoc/>
    public override string TypeName => IsFunctional ? "Functional" : base.TypeName;

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        if (_topology is null)
            return base.Call(context, inputs);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(inputs);
        CheckInputs(inputs);
        return _topology.Call(context, inputs);
    }

    private Topology Drawn(string member) =>
        _topology
        ?? throw new InvalidOperationException(
            $"The model class {GetType().Name} does not override {member}; a model of one's own must. Override it."
        );
}

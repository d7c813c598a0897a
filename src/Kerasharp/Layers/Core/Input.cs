using System.Globalization;
using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>The shape and type of what a model is given: the first element of a <c>Sequential</c>. It has no weights.</summary>
/// <remarks>
/// <para>Input and output: (batch, ...shape).</para>
/// <para>Keras: <c>keras.Input</c> and <c>keras.layers.InputLayer</c>; the batch is not part of the shape there either. Its <c>shape</c> is the
/// constructor's, its <c>batch_size</c>, <c>dtype</c> and <c>name</c> are the properties; inputs that may be missing (<c>optional</c>) are not there.</para>
/// </remarks>
/// <example><code>new Sequential([new Input(28, 28, 1) { Name = "image" }, new Flatten(), new Dense(10)])</code></example>
public sealed class Input : Layer
{
    private readonly long[] _sizes;
    private readonly int? _batchSize;
    private SymbolicTensor? _tensor;

    /// <summary>An input of a shape, that of one example.</summary>
    /// <param name="shape">The sizes without the batch, each at least 1; -1 where a size may differ from call to call.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is 0 or below -1.</exception>
    public Input(params long[] shape)
        : this(null, shape) { }

    private Input(string? name, long[] shape)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (Array.Exists(shape, size => size is 0 or < -1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(shape),
                $"An input of shape ({string.Join(", ", shape)}) came; each size must be at least 1, or -1 where it may differ. "
                    + "Give the shape of one example, without the batch."
            );
        }
        _sizes = [.. shape];
    }

    /// <inheritdoc cref="Layer.Name"/>
    public new string Name
    {
        get => base.Name;
        init => base.Name = value;
    }

    /// <summary>The type of the elements; <see cref="Config.Floatx"/>, float32, unless told. Bytes may stay bytes until <c>Rescaling</c>.</summary>
    public ElementType ElementType { get; init; } = Config.Floatx;

    /// <summary>
    /// The only number of examples that the model takes at once, and that exports have for it; null, the default, for any. Fit, Evaluate
    /// and Predict then need it as their batchSize, and a multiple of it in examples.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? BatchSize
    {
        get => _batchSize;
        init => _batchSize = value is { } size ? Arguments.Positive(size, nameof(BatchSize)) : null;
    }

    /// <summary>The shape with the batch: (batch, ...shape); what was given as -1 is symbolic.</summary>
    public Shape Shape => new([_batchSize is { } size ? size : Dim.Batch, .. _sizes.Select(Size)]);

    /// <summary>The tensor that stands for what a model will be given here.</summary>
    public static implicit operator SymbolicTensor(Input input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.ToSymbolicTensor();
    }

    /// <summary>The tensor that stands for what a model will be given here; the same each time.</summary>
    public SymbolicTensor ToSymbolicTensor() =>
        _tensor ??= Note(new Graph("sketch") { IsSketch = true }, [], [new TensorType(ElementType, Shape)]);

    /// <summary>Applies a layer to what a model will be given here.</summary>
    public SymbolicTensor Apply(Layer layer) => ToSymbolicTensor().Apply(layer);

    /// <inheritdoc/>
    public override string TypeName => "InputLayer";

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <summary>What the input was made with, in Keras's form: <c>batch_shape</c> with null where a size is open, <c>dtype</c>, <c>name</c>.</summary>
    public override JsonObject GetConfig() =>
        new()
        {
            ["batch_shape"] = ShapeJson(Shape),
            ["dtype"] = ElementTypeNames.Write(ElementType),
            ["sparse"] = false,
            ["ragged"] = false,
            ["name"] = Name,
            ["optional"] = false,
        };

    /// <summary>An input of its configuration, of this form or of older ones of Keras.</summary>
    internal static Input Read(JsonObject config)
    {
        foreach (string option in (string[])["sparse", "ragged", "optional"])
            if (config[option] is JsonValue value && value.TryGetValue(out bool flag) && flag)
                throw new ArgumentException(
                    $"A configuration of InputLayer came with '{option}' of true; inputs are dense arrays that are always given. Change it."
                );
        if ((config["batch_shape"] ?? config["batch_input_shape"] ?? config["shape"]) is not JsonArray sizes)
            throw new ArgumentException(
                "A configuration of InputLayer came without 'batch_shape', which it needs, as [null, 28, 28, 1]. Add it."
            );
        long?[] shape = ConfigurationValues.Longs(sizes);
        bool withBatch = config["batch_shape"] is not null || config["batch_input_shape"] is not null;
        var batch = withBatch ? shape.FirstOrDefault() : null;
        string? name = config["name"] is JsonValue called ? called.GetValue<string>() : null;
        return new Input(name, shape.Skip(withBatch ? 1 : 0).Select(s => s ?? -1).ToArray())
        {
            BatchSize = batch is { } size ? checked((int)size) : null,
            ElementType = ElementTypeNames.Read(config["dtype"], "InputLayer"),
        };
    }

    private protected override bool Autocasts => false;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) => input;

    // A name of its own for each open size: sizes of the same name are taken to be equal.
    private Dim Size(long size, int index) =>
        size >= 0 ? size : Dim.Symbolic(string.Create(CultureInfo.InvariantCulture, $"{Name}_{index + 1}"));
}

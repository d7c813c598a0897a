using System.Globalization;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>The shape and type of what a model is given: the first element of a <c>Sequential</c>. It has no weights.</summary>
/// <remarks>
/// <para>Input and output: (batch, ...shape).</para>
/// <para>Keras: <c>keras.Input</c> and <c>keras.layers.InputLayer</c>; the batch is not part of the shape there either.</para>
/// </remarks>
/// <example><code>new Sequential([new Input(28, 28, 1) { Name = "image" }, new Flatten(), new Dense(10)])</code></example>
public sealed partial class Input : Layer
{
    private readonly long[] _sizes;
    private SymbolicTensor? _tensor;

    /// <summary>An input of a shape, that of one example.</summary>
    /// <param name="shape">The sizes without the batch, each at least 1; -1 where a size may differ from call to call.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is 0 or below -1.</exception>
    public Input(params long[] shape)
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

    /// <summary>The type of the elements; <see cref="ElementType.Float32"/> unless told. Bytes may stay bytes until <c>Rescaling</c>.</summary>
    public ElementType ElementType { get; init; } = ElementType.Float32;

    /// <summary>The shape with the batch: (batch, ...shape); what was given as -1 is symbolic.</summary>
    public Shape Shape => new([Dim.Batch, .. _sizes.Select(Size)]);

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

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) => input;

    // A name of its own for each open size: sizes of the same name are taken to be equal.
    private Dim Size(long size, int index) =>
        size >= 0 ? size : Dim.Symbolic(string.Create(CultureInfo.InvariantCulture, $"{Name}_{index + 1}"));
}

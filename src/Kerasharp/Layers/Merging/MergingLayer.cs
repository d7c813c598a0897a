using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>
/// A layer that makes one tensor of several: what <see cref="Add"/>, <see cref="Concatenate"/> and their like have in common.
/// </summary>
/// <remarks>Keras: <c>keras.src.layers.merging.base_merge.Merge</c>.</remarks>
public abstract class MergingLayer : Layer
{
    private protected MergingLayer(string? name)
        : base(name) { }

    /// <summary>How many tensors the layer takes, where it is not two or more.</summary>
    private protected virtual int? Count => null;

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) => CheckCount(inputShapes);

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        CheckCount([.. inputs.Select(i => i.Shape)]);
        var masks = inputs.Select(i => context.GetMask(i)?.Value).ToArray();
        var output = new SymbolicTensor(Merge(context, inputs, masks));
        if (Mask(inputs, masks) is { } mask)
            context.SetMask(output, new SymbolicTensor(mask));
        return [output];
    }

    /// <summary>The one tensor.</summary>
    /// <param name="context">The context of the call.</param>
    /// <param name="inputs">The tensors.</param>
    /// <param name="masks">The mask of each, or null.</param>
    private protected abstract Value Merge(
        CallContext context,
        IReadOnlyList<SymbolicTensor> inputs,
        IReadOnlyList<Value?> masks
    );

    /// <summary>The mask of the one tensor, or null.</summary>
    private protected abstract Value? Mask(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<Value?> masks);

    /// <summary>Shapes do not fit one another.</summary>
    private protected LayerException Misfit(IEnumerable<Shape> came, string needed, string remedy) =>
        new(Name, $"inputs of shapes {string.Join(", ", came)} came; {needed}. {remedy}");

    /// <summary>
    /// The tensors in one type: whole numbers stay whole where all are of a type that runtimes calculate with, else all become
    /// floating-point numbers.
    /// </summary>
    private protected static Value[] InOneType(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        var type = inputs[0].ElementType;
        bool stay = type is ElementType.Int32 or ElementType.Int64 && inputs.All(i => i.ElementType == type);
        return [.. inputs.Select(i => stay ? i.Value : i.In(context))];
    }

    private void CheckCount(IReadOnlyList<Shape> shapes)
    {
        if (Count is { } count ? shapes.Count == count : shapes.Count >= 2)
            return;
        throw new LayerException(
            Name,
            $"{shapes.Count} {(shapes.Count == 1 ? "input" : "inputs")} came, of {(shapes.Count == 1 ? "shape" : "shapes")} {string.Join(", ", shapes)}; "
                + $"{(Count is null ? "2 or more were" : "exactly 2 were")} expected. Apply it to a list: Apply([a, b])."
        );
    }
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// What layers that mix each image with another one of its batch, and labels with them, have in common. Derive from <see cref="Layer"/>
/// for layers of one's own.
/// </summary>
public abstract class ImageMixing : RandomImageAugmentation
{
    private protected ImageMixing(string? dataFormat, int? seed, string? name)
        : base(dataFormat, seed, name) { }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) { }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        if (inputs.Count == 1)
            return [Call(context, inputs[0])];
        if (inputs.Count != 2)
            throw new LayerException(
                Name,
                $"{inputs.Count} inputs came; images, or images and labels, were expected. Apply it to a list: Apply([images, labels])."
            );
        if (inputs[0].Shape.Rank != 4)
            throw this.Misfit(
                inputs[0].Shape,
                $"4 dimensions ({Format.Axes(["height", "width"])}) were expected beside labels",
                "Reshape it; an image of one channel has an axis of 1 for it."
            );
        if (inputs[1].Shape.Rank != 2)
            throw this.Misfit(
                inputs[1].Shape,
                "labels of 2 dimensions (batch, classes) were expected",
                "Make vectors of class numbers by Utils.ToCategorical, or by CategoryEncoding."
            );
        var images = new SymbolicTensor(inputs[0].In(context));
        var labels = new SymbolicTensor(inputs[1].In(context));
        if (!context.Training)
            return [images, labels];
        Check(images);
        var drawn = Draw(context, images);
        return [Transform(images, drawn), TransformLabels(images, labels, drawn)];
    }

    /// <summary>Mixes labels as images are mixed.</summary>
    internal abstract SymbolicTensor TransformLabels(
        SymbolicTensor images,
        SymbolicTensor labels,
        SymbolicTensor[] drawn
    );

    /// <summary>A place in the batch for each image, all in another order: int64 (batch).</summary>
    private protected SymbolicTensor Order(CallContext context, SymbolicTensor images)
    {
        var keys = Op.Reshape(Uniform(context, images, Interval.Unit).Value, -1);
        var count = Op.Reshape(Op.SizeOf(images.Value, 0, ElementType.Int64), 1);
        return new(Op.TopK(keys, count).Indices);
    }

    /// <summary>A tensor of one element for each image, (batch, 1, 1, 1), of which only the shape is wanted.</summary>
    private protected static SymbolicTensor OneEach(SymbolicTensor images) =>
        new(Op.ReduceMax(images.Value, [1, 2, 3], keepDims: true));

    /// <summary>What stands in other places of the batch.</summary>
    private protected static SymbolicTensor Other(SymbolicTensor x, SymbolicTensor order) => Ops.Take(x, order);

    /// <summary>Labels by the weight of their own, (batch, 1, 1, 1).</summary>
    private protected static SymbolicTensor Mix(SymbolicTensor labels, SymbolicTensor order, SymbolicTensor weight)
    {
        weight = Ops.Cast(Ops.Reshape(weight, -1, 1), labels.ElementType);
        return weight * labels + (1 - weight) * Other(labels, order);
    }
}

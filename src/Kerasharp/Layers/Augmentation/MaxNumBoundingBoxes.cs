using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Makes the number of bounding boxes of every image one: cuts off what is too much, and fills up what is missing.</summary>
/// <remarks>
/// <para>Inputs: boxes (batch, boxes, 4) and their labels (batch, boxes), of any types; the number of boxes may be unknown. Outputs: (batch,
/// <c>maxNumber</c>, 4) and (batch, <c>maxNumber</c>) of the same types, in training as outside of it. Keras takes a dictionary, in which
/// images and other inputs, too, stay as they are.</para>
/// <para>Keras: <c>keras.layers.MaxNumBoundingBoxes</c>.</para>
/// </remarks>
/// <example><code>
/// SymbolicTensor boxes = new Input(7, 4);
/// SymbolicTensor labels = new Input(7);
/// var both = new MaxNumBoundingBoxes(10).Apply([boxes, labels]);   // (None, 10, 4) and (None, 10)
/// </code></example>
public sealed class MaxNumBoundingBoxes : Layer
{
    /// <summary>A layer for a number.</summary>
    /// <param name="maxNumber">How many boxes there are to be, at least 1.</param>
    /// <param name="fillValue">The number that missing boxes and labels are filled up with.</param>
    /// <param name="name">The layer's name; <c>max_num_bounding_boxes</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public MaxNumBoundingBoxes(int maxNumber, int fillValue = -1, string? name = null)
        : base(name)
    {
        MaxNumber = Arguments.Positive(maxNumber, nameof(maxNumber));
        FillValue = fillValue;
    }

    private protected override bool ComputesWide => true;

    /// <summary>How many boxes there are to be.</summary>
    public int MaxNumber { get; }

    /// <summary>The number that missing ones are filled up with.</summary>
    public int FillValue { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) { }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        if (inputs.Count != 2)
            throw new LayerException(
                Name,
                $"{inputs.Count} inputs came; boxes and their labels were expected. Apply it to a list: Apply([boxes, labels])."
            );
        var (boxes, labels) = (inputs[0].Shape, inputs[1].Shape);
        if (boxes.Rank != 3 || (boxes[2].IsKnown && boxes[2].Value != 4))
            throw this.Misfit(boxes, "boxes of shape (batch, boxes, 4) were expected", "Reshape them.");
        if (labels.Rank != 2 || (labels[1].IsKnown && boxes[1].IsKnown && labels[1].Value != boxes[1].Value))
            throw this.Misfit(labels, $"labels of shape (batch, {boxes[1]}) were expected", "Give one for each box.");
        return [AsMany(inputs[0].Value), AsMany(inputs[1].Value)];
    }

    private SymbolicTensor AsMany(Value x)
    {
        var count = x.Shape[1];
        long missing = count.IsKnown ? Math.Max(0, MaxNumber - count.Value) : MaxNumber;
        if (missing > 0)
        {
            var pads = new long[2 * x.Rank];
            pads[x.Rank + 1] = missing;
            x = Op.Pad(x, pads, FillValue);
        }
        if (!count.IsKnown || count.Value > MaxNumber)
            x = Op.Slice(x, 1, 0, MaxNumber);
        // Of a number that is not known nothing could tell that there are so many now.
        if (!count.IsKnown)
            x = x.Rank == 3 ? Op.Reshape(x, 0, MaxNumber, 4) : Op.Reshape(x, 0, MaxNumber);
        return new(x);
    }
}

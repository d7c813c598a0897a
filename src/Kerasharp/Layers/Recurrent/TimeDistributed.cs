using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>
/// Applies a layer to each step of a sequence by itself, with the same weights: a convolution to each picture of a film, an LSTM to
/// each sentence of a text.
/// </summary>
/// <remarks>
/// <para>Input: (batch, time, ...), of 3 dimensions or more; batch and time may be open. Output: (batch, time, ...), where the rest is
/// what the layer makes of (batch, ...). Weights: the layer's.</para>
/// <para>Batch and time become one axis and the layer is called once, so nothing is written out step by step. A layer that takes
/// means over its batch, as <see cref="BatchNormalization"/> in training, takes them over all steps of all examples.</para>
/// <para>Masks: of one over (batch, time) the output keeps the same, and the layer gets it if it takes (batch, features). Of one over
/// further axes, as of words in sentences, the layer gets the rest, and the output has what the layer makes of it.</para>
/// <para>Keras: <c>keras.layers.TimeDistributed</c>.</para>
/// </remarks>
/// <example><code>
/// new TimeDistributed(new Conv2D(8, 3))   // (None, 10, 32, 32, 3) becomes (None, 10, 30, 30, 8)
/// new TimeDistributed(new LSTM(16))       // (None, 5, 20, 50) becomes (None, 5, 16)
/// </code></example>
public sealed class TimeDistributed : Wrapper
{
    /// <summary>A layer around another.</summary>
    /// <param name="layer">The layer that is applied to each step.</param>
    /// <param name="name">The layer's name; <c>time_distributed</c>, numbered, by default.</param>
    public TimeDistributed(Layer layer, string? name = null)
        : base(layer, name) { }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        foreach (var shape in inputShapes)
            Check(shape);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        foreach (var input in inputs)
            Check(input.Shape);
        var first = inputs[0];
        var mask = context.GetMask(first);
        if (mask is not null)
            this.CheckMask(mask.Shape, first.Shape, only: false);
        // Over the last axis of whatever shape, so there is nothing to merge.
        if (Layer is Dense { ActivityRegularizer: null })
            return [Layer.Invoke(context, first)];

        var merged = inputs.Select(i => new SymbolicTensor(LeadingAxes.Merged(i.Value))).ToArray();
        if (mask is not null && (mask.Rank > 2 || first.Rank == 3))
            context.SetMask(merged[0], new SymbolicTensor(LeadingAxes.Merged(mask.Value)));
        var steps = Layer.Invoke(context, merged);
        var outputs = steps.Select(s => new SymbolicTensor(LeadingAxes.Split(s.Value, first.Value))).ToArray();
        for (int i = 0; i < outputs.Length; i++)
        {
            if (mask is { Rank: 2 })
                context.SetMask(outputs[i], mask);
            else if (mask is not null && context.GetMask(steps[i]) is { } inner)
                context.SetMask(outputs[i], new SymbolicTensor(LeadingAxes.Split(inner.Value, first.Value)));
        }
        return outputs;
    }

    private void Check(Shape shape)
    {
        if (shape.Rank < 3)
            throw this.Misfit(
                shape,
                "at least 3 dimensions (batch, time, ...) were expected",
                $"Give a sequence, or use the layer '{Layer.Name}' by itself."
            );
    }
}

using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

public abstract partial class Layer
{
    private bool _hasToldOfMask;

    /// <summary>
    /// Whether a layer of one input hands the input's mask on to the output, unless it sets another. As in Keras a layer of one's own does
    /// so only if it says so; where the mask ends without having been read, a warning says that once.
    /// </summary>
    /// <remarks>Keras: <c>supports_masking</c>.</remarks>
    /// <example><code>protected override bool PassesMask => true;   // each step of the output belongs to the same step of the input</code></example>
    protected virtual bool PassesMask => false;

    /// <summary>The output with the mask that it has of the input.</summary>
    private SymbolicTensor WithMask(CallContext context, SymbolicTensor input, SymbolicTensor output)
    {
        if (context.PeekMask(input) is not { } mask)
            return output;
        if (PassesMask)
        {
            // A mask of what the layer has made other sizes of, as Dense of the last axis, says nothing of the output.
            if (context.PeekMask(output) is null && MaskShapes.Fit(mask.Shape, output.Shape))
                context.SetMask(output, mask);
            return output;
        }
        // An input that comes out as it is, as of an UpSampling by 1, is another tensor, which has no mask.
        return output.Value == input.Value ? new SymbolicTensor(Op.Identity(output.Value)) : output;
    }

    /// <summary>Warns, once, of a mask that ended here and that nothing in the layer has asked for.</summary>
    private void NoteLostMasks(
        CallContext context,
        IReadOnlyList<SymbolicTensor> inputs,
        IReadOnlyList<SymbolicTensor> outputs,
        int readsBefore
    )
    {
        if (
            _hasToldOfMask
            || this is Model
            || context.MaskReads != readsBefore
            || inputs.All(i => context.PeekMask(i) is null)
            || outputs.Any(o => context.PeekMask(o) is not null)
        )
            return;
        _hasToldOfMask = true;
        context.MaskReads++;
        Warnings.Write(
            $"The layer '{Name}' ({TypeName}) was given a tensor with a mask, which it neither uses nor hands on: layers, loss and metrics behind it count what is padding, too. "
                + "Put a layer that reads masks before it, such as GlobalAveragePooling1D or LSTM, or override PassesMask in a layer of your own."
        );
    }
}

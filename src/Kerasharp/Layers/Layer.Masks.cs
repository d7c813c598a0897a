using System.Text.Json.Nodes;
using Kerasharp.Models.Functional;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

public abstract partial class Layer
{
    private protected const string MaskArgument = "mask";

    private bool _hasToldOfMask;

    /// <summary>
    /// Whether a layer of one input hands the input's mask on to the output, unless it sets another. As in Keras a layer of one's own does
    /// so only if it says so; where the mask ends without having been read, a warning says that once.
    /// </summary>
    /// <remarks>Keras: <c>supports_masking</c>.</remarks>
    /// <example><code>protected override bool PassesMask => true;   // each step of the output belongs to the same step of the input</code></example>
    protected virtual bool PassesMask => false;

    /// <summary>
    /// Applies the layer to a tensor under a mask of one's own, in place of that which the tensor has: the layer uses it, or hands it on, as it
    /// does with any.
    /// </summary>
    /// <param name="input">What the layer takes, of shape (batch, ...).</param>
    /// <param name="mask">Truth values, or numbers of which 0 is false, in the tensor's first dimensions: (batch, steps) for sequences.</param>
    /// <returns>What the layer makes of it.</returns>
    /// <exception cref="LayerException">The layer does not take such a tensor, or the mask has another shape.</exception>
    /// <remarks>Keras: <c>layer(x, mask=mask)</c>.</remarks>
    /// <example><code>
    /// Input x = new(-1, 8), lengths = new() { ElementType = ElementType.Int32 };
    /// var mean = new GlobalAveragePooling1D().Apply(x, mask: Ops.SequenceMask(lengths, x));
    /// </code></example>
    public SymbolicTensor Apply(SymbolicTensor input, SymbolicTensor mask)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(mask);
        return Single(
            Apply(new SymbolicTensorList(input, mask), new JsonObject { [MaskArgument] = CallArgument.At(1) }),
            "outputs"
        );
    }

    /// <summary>The same for a layer of several inputs, with a mask for each.</summary>
    /// <param name="inputs">What the layer takes, in order.</param>
    /// <param name="masks">The mask of each; null for one all of which counts.</param>
    /// <returns>What the layer makes of it, in order.</returns>
    /// <exception cref="LayerException">The layer does not take such tensors, or masks do not fit them.</exception>
    public SymbolicTensorList Apply(SymbolicTensorList inputs, IReadOnlyList<SymbolicTensor?> masks)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(masks);
        if (masks.Count != inputs.Count)
            throw new LayerException(
                Name,
                $"{masks.Count} masks came for {inputs.Count} inputs; one for each was expected. Give null for those all of which count."
            );
        int place = inputs.Count;
        int?[] places = [.. masks.Select(m => m is null ? (int?)null : place++)];
        return Apply(
            new SymbolicTensorList([.. inputs, .. masks.OfType<SymbolicTensor>()]),
            place == inputs.Count ? null : new JsonObject { [MaskArgument] = CallArgument.At(places) }
        );
    }

    /// <summary>
    /// The inputs of a call that are no masks, under those masks that the call was given; other calls on the same tensors do not see them.
    /// The context's arguments say no more of masks then, but where the layer takes them itself.
    /// </summary>
    private IReadOnlyList<SymbolicTensor> WithGivenMasks(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        if (
            CallArgument.Places(context.Arguments?[MaskArgument]) is not { } places
            || CallKeywords.Contains(MaskArgument)
        )
            return inputs;
        var masks = context.TensorArguments(inputs, MaskArgument);
        int[] kept = [.. Enumerable.Range(0, inputs.Count).Where(i => !places.Contains(i))];
        var arguments = CallArgument.Moved(context.Arguments!, MaskArgument, i => Array.IndexOf(kept, i));
        context.Arguments = arguments;
        var named = CallArgument.Places(arguments).ToHashSet();
        int next = 0;
        return
        [
            .. kept.Select(
                (from, to) =>
                {
                    if (named.Contains(to) || next == masks.Count)
                        return inputs[from];
                    var own = new SymbolicTensor(Op.Identity(inputs[from].Value));
                    context.SetMask(own, masks[next++]);
                    return own;
                }
            ),
        ];
    }

    /// <summary>The axis of the steps that a mask of the input shows; 2 where the channels stand before them.</summary>
    internal virtual int StepsAxis => 1;

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
                + "Put a layer that reads masks before it, such as GlobalAveragePooling1D or LSTM; or override PassesMask in a layer of your own."
        );
    }
}

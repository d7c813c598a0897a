using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>The mean of each channel of a sequence; of the steps that a mask lets count, where there is one.</summary>
/// <remarks>
/// <para>Input: (batch, steps, channels), or (batch, channels, steps). Output: (batch, channels), or (batch, 1, channels) where the axes are
/// kept, with the channels where the input has them.</para>
/// <para>Keras: <c>keras.layers.GlobalAveragePooling1D</c>; <see cref="GlobalAvgPool1D"/> is another name for it.</para>
/// </remarks>
/// <example><code>new GlobalAveragePooling1D()   // (None, 10, 32) becomes (None, 32)</code></example>
/// <param name="dataFormat">Where the channels stand: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
/// <param name="keepDims">Whether the axes that are pooled stay, of size 1.</param>
/// <param name="name">The layer's name; <c>global_average_pooling1d</c>, numbered, by default.</param>
/// <exception cref="ArgumentException">The data format is unknown.</exception>
public class GlobalAveragePooling1D(
    string? dataFormat = null,
    [KerasName("keepdims")] bool keepDims = false,
    string? name = null
) : GlobalPooling(1, dataFormat, keepDims, name)
{
    /// <inheritdoc/>
    public sealed override string TypeName => nameof(GlobalAveragePooling1D);

    private protected sealed override bool UsesMask => true;

    private protected sealed override Value Reduce(Value x, Value? mask, long[] axes, bool keepDims)
    {
        if (mask is null)
            return Op.ReduceMean(x, axes, keepDims);
        var counts = Op.Unsqueeze(mask, [3 - axes[0]]);
        var sum = Op.ReduceSum(Op.Where(counts, x, x.Like(0)), axes, keepDims);
        return sum / Op.ReduceSum(Op.Cast(counts, x.ElementType), axes, keepDims);
    }
}

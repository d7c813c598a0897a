namespace Kerasharp.Onnx.Kernels.Normalizations;

/// <summary>A tensor as channels, each of several planes of neighbouring elements: what lies before the channels' axis, and behind it.</summary>
/// <param name="Outer">How many planes a channel has.</param>
/// <param name="Channels">How many channels.</param>
/// <param name="Inner">How many elements a plane has.</param>
internal readonly record struct ChannelPlanes(long Outer, long Channels, long Inner)
{
    /// <summary>From one plane of a channel to its next one.</summary>
    public long Step => Channels * Inner;

    /// <summary>How many elements a channel has.</summary>
    public long Count => Outer * Inner;

    /// <summary>The planes of a tensor of some dimensions.</summary>
    public static ChannelPlanes Of(ReadOnlySpan<long> dims, long axis)
    {
        long outer = 1;
        long inner = 1;
        for (int i = 0; i < dims.Length; i++)
        {
            if (i < axis)
                outer *= dims[i];
            else if (i > axis)
                inner *= dims[i];
        }
        return new ChannelPlanes(outer, dims[(int)axis], inner);
    }
}

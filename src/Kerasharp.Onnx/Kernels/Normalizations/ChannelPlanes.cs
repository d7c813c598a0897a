using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kerasharp.Onnx.Kernels.Normalizations;

/// <summary>A tensor as channels, each of several planes of neighbouring elements: what lies before the channels' axis, and behind it.</summary>
/// <param name="Outer">How many planes a channel has.</param>
/// <param name="Channels">How many channels.</param>
/// <param name="Inner">How many elements a plane has.</param>
internal readonly record struct ChannelPlanes(long Outer, long Channels, long Inner)
{
    /// <summary>At most so many channels are taken together.</summary>
    public const int MostTogether = 64;

    // A page of memory: processors fetch ahead within one by themselves.
    private const long Run = 1024;

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

    /// <summary>
    /// How many channels to take together: where planes are small, so many that they make a run of memory; few enough for all threads.
    /// </summary>
    public long Together(int threads) =>
        Math.Clamp(Math.Min(Run / Math.Max(1, Inner), Channels / (2L * threads)), 1, MostTogether);

    /// <summary>Tells the processor that memory will be read or written soon: it does not guess so far as a channel's next plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Soon(float* place)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(place);
    }
}

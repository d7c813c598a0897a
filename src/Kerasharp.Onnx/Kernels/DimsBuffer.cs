using System.Runtime.CompilerServices;

namespace Kerasharp.Onnx.Kernels;

/// <summary>Room for the dimensions of one tensor on a kernel's stack.</summary>
[InlineArray(MaxRank)]
internal struct DimsBuffer
{
    /// <summary>The highest rank that a kernel takes.</summary>
    public const int MaxRank = 16;

    private long _first;
}

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>Elements of a target that all are sums of the same taps.</summary>
internal unsafe struct FlatPhase
{
    /// <summary>The target's row and column of the first window; below 0 where it is no element.</summary>
    public long Row,
        Column;

    /// <summary>How many taps there are.</summary>
    public int Count;

    /// <summary>How far from the window's place each sees.</summary>
    public long* Offsets;

    /// <summary>Which of the channel's weights each is multiplied by.</summary>
    public long* Weights;
}

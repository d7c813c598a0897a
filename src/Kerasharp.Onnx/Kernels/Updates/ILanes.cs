namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>Arithmetic on several numbers at a time that lie beside one another in memory.</summary>
internal unsafe interface ILanes<TSelf> : IArithmetic<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The smallest number that is not flushed to 0: float's smallest normal one.</summary>
    public const float SmallestNormal = 1.17549435e-38f;

    /// <summary>How many numbers.</summary>
    static abstract int Width { get; }

    /// <summary>Reads as many numbers.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Writes them.</summary>
    void Store(float* target);
}

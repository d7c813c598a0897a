namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>Arithmetic on several numbers at a time that lie beside one another in memory.</summary>
internal unsafe interface ILanes<TSelf> : IArithmetic<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The smallest number that is not flushed to 0: float's smallest normal one.</summary>
    public const float SmallestNormal = 1.17549435e-38f;

    /// <summary>Puts numbers to the power of others, one after the other.</summary>
    static void Pow(float* values, float* powers, int count)
    {
        for (int i = 0; i < count; i++)
            values[i] = MathF.Pow(values[i], powers[i]);
    }

    /// <summary>How many numbers.</summary>
    static abstract int Width { get; }

    /// <summary>Reads as many numbers.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>left right + sum, of one number on the right: processors read, spread and multiply it at once.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, float* right, TSelf sum);

    /// <summary>2 to the power of whole numbers from -126 to 127.</summary>
    static abstract TSelf PowerOfTwo(TSelf exponent);

    /// <summary>Writes them.</summary>
    void Store(float* target);
}

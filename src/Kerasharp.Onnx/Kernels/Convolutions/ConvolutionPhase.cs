namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>The part of a convolution's target that the same taps give: all of it, or every so many rows and columns.</summary>
internal unsafe struct ConvolutionPhase
{
    /// <summary>The first of its rows in the target, and how many there are.</summary>
    public long FirstRow,
        Rows;

    /// <summary>The first of its columns in the target, and how many there are.</summary>
    public long FirstColumn,
        Columns;

    /// <summary>How many summands a place has.</summary>
    public long Count;

    /// <summary>For each summand where its number lies in the padded source, seen from the place's first.</summary>
    public int* Taps;

    /// <summary>For each block of the target's channels and each summand a vector of weights.</summary>
    public float* Weights;
}

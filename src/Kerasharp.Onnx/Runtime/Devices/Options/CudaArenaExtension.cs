namespace Kerasharp;

/// <summary>By how much ONNX Runtime extends its memory on a GPU.</summary>
public enum CudaArenaExtension
{
    /// <summary>By a power of two, twice as much each time.</summary>
    NextPowerOfTwo,

    /// <summary>By as much as is needed.</summary>
    SameAsRequested,
}

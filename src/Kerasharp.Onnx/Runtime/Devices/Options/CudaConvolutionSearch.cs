namespace Kerasharp;

/// <summary>How cuDNN's algorithm for a convolution is found.</summary>
public enum CudaConvolutionSearch
{
    /// <summary>By trying all, once for each shape.</summary>
    Exhaustive,

    /// <summary>By cuDNN's rules.</summary>
    Heuristic,

    /// <summary>Always the one that cuDNN calls its default.</summary>
    Default,
}

namespace Kerasharp;

/// <summary>In which order of axes a provider works on pictures.</summary>
public enum ConvolutionLayout
{
    /// <summary>Batch, channels, height, width.</summary>
    Nchw,

    /// <summary>Batch, height, width, channels.</summary>
    Nhwc,
}

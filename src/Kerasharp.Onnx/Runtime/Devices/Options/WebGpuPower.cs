namespace Kerasharp;

/// <summary>Which GPU WebGPU takes where a machine has several.</summary>
public enum WebGpuPower
{
    /// <summary>The fastest.</summary>
    HighPerformance,

    /// <summary>The one that takes the least energy.</summary>
    LowPower,
}

namespace Kerasharp;

/// <summary>Which GPU DirectML takes where a machine has several.</summary>
public enum DirectMLPerformance
{
    /// <summary>The system's first.</summary>
    Default,

    /// <summary>The fastest.</summary>
    HighPerformance,

    /// <summary>The one that takes the least energy.</summary>
    MinimumPower,
}

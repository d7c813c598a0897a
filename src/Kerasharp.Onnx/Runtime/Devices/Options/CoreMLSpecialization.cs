namespace Kerasharp;

/// <summary>What CoreML prepares a graph for.</summary>
public enum CoreMLSpecialization
{
    /// <summary>A middle way.</summary>
    Default,

    /// <summary>Speed, for more time and memory at the beginning.</summary>
    FastPrediction,
}

namespace Kerasharp.Tests.Layers;

/// <summary>What a step that trained gave out.</summary>
internal sealed class LayerRun
{
    public required float[] Output { get; init; }

    /// <summary>The loss is the sum of the output times these.</summary>
    public required float[] Weighting { get; init; }

    public required float[] InputGradient { get; init; }

    /// <summary>By the weight's path, in Keras's order.</summary>
    public required IReadOnlyDictionary<string, float[]> WeightGradients { get; init; }

    public required float[] Penalties { get; init; }

    /// <summary>The step's graph as it ran, as text.</summary>
    public required string Graph { get; init; }
}

using System.Text.Json.Nodes;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers.Examples;

/// <summary>
/// A layer with arguments and what it is given: what <see cref="LayerChecks"/> puts every layer through. Examples come from the
/// reference files, which hold numbers too, and from classes that implement <see cref="ILayerExamples"/>.
/// </summary>
/// <param name="Make">A new layer each time.</param>
/// <param name="Inputs">Its inputs, the batch first.</param>
internal sealed record LayerExample(Func<Layer> Make, params LayerInput[] Inputs)
{
    /// <summary>Whether training changes every trainable weight; not so where an output does not depend on one.</summary>
    public bool TrainsAllWeights { get; init; } = true;

    /// <summary>Whether configurations can hold it; not so with functions of one's own.</summary>
    public bool IsConfigured { get; init; } = true;

    /// <summary>The keywords of the call, with tensors by their places among the inputs; none by default.</summary>
    public JsonObject? Arguments { get; init; }

    /// <summary>Whether the layer is given the number of examples, as stateful ones ask for.</summary>
    public bool IsBatchKnown { get; init; }

    /// <summary>Why it is not exported, where that is refused.</summary>
    public string? NotExported { get; init; }

    /// <summary>The places of the inputs that the layer is called on, where some come twice; null where each comes once.</summary>
    public int[]? Again { get; init; }

    /// <summary>What the layer is called on, of something for each input.</summary>
    public T[] Called<T>(IReadOnlyList<T> inputs) =>
        Again is null ? [.. inputs] : Array.ConvertAll(Again, i => inputs[i]);

    /// <summary>How close the export must come to Predict, relative to the greatest number.</summary>
    public double ExportTolerance { get; init; } = 1e-5;
}

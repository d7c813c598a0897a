namespace Kerasharp.Tests.Layers.Examples;

/// <summary>
/// Examples of layers that no reference file can hold: those that draw random numbers, that take functions or that learn from data.
/// A test class implements it, and is found by reflection.
/// </summary>
internal interface ILayerExamples
{
    /// <summary>The examples.</summary>
    static abstract IEnumerable<LayerExample> Examples { get; }
}

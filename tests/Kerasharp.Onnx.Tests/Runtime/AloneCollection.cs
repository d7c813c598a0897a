namespace Kerasharp.Onnx.Tests.Runtime;

/// <summary>Tests that look at what the whole process shares: they run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

namespace Kerasharp.Tests.Devices;

/// <summary>Tests on the one GPU: one after the other, and beside no others, since a software driver takes all processors.</summary>
[CollectionDefinition(nameof(WebGpuCollection), DisableParallelization = true)]
public sealed class WebGpuCollection;

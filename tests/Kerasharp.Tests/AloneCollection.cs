namespace Kerasharp.Tests;

/// <summary>Tests of what the whole process shares: the numbering of names, the seed, the culture, the console.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;

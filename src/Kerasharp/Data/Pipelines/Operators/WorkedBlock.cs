namespace Kerasharp.Data;

/// <summary>What became of some elements that follow one another.</summary>
/// <param name="Results">The results, up to the element that failed.</param>
/// <param name="Failure">What that one's function threw.</param>
internal sealed record WorkedBlock<T>(IReadOnlyList<T> Results, Exception? Failure);

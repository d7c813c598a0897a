namespace Kerasharp.Layers;

/// <summary>Tokens along the last axis of texts: a row for each place of the axes before it.</summary>
/// <param name="Rows">The tokens; rows need not be of one length.</param>
/// <param name="Outer">The axes before the last.</param>
internal readonly record struct TokenRows(IReadOnlyList<ArraySegment<string>> Rows, long[] Outer);

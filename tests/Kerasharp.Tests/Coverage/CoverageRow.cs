namespace Kerasharp.Tests.Coverage;

/// <summary>A line of docs/coverage.md.</summary>
/// <param name="Keras">Keras's name.</param>
/// <param name="Ours">Ours; empty where there is none.</param>
/// <param name="Missing">What keeps the row from being a yes; empty for none.</param>
/// <param name="Examples">How many examples went through the harness.</param>
internal sealed record CoverageRow(string Keras, string Ours, IReadOnlyList<string> Missing, int Examples)
{
    /// <summary>Whether all that Keras has is there.</summary>
    public bool IsYes => Missing.Count == 0 && Ours.Length > 0;
}

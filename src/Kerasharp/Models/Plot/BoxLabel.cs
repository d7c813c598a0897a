namespace Kerasharp.Models.Plot;

/// <summary>What stands in a box.</summary>
/// <param name="Name">The layer's name; null where names are not shown.</param>
/// <param name="TypeName">The class's name.</param>
/// <param name="Activation">The activation's name; null where it is not shown.</param>
/// <param name="Cells">The cells of the last row.</param>
internal sealed record BoxLabel(string? Name, string TypeName, string? Activation, IReadOnlyList<BoxCell> Cells);

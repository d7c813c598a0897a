namespace Kerasharp.Models.Plot;

/// <summary>A cell of a box.</summary>
/// <param name="Caption">What stands in front of the text, in thin letters; empty for nothing.</param>
/// <param name="Text">The text, in bold letters.</param>
/// <param name="Background">The colour behind it, by its name in SVG and Graphviz.</param>
internal readonly record struct BoxCell(string Caption, string Text, string Background = "white")
{
    /// <summary>The letters' colour.</summary>
    public string Color => Background == "white" ? "black" : "white";
}

namespace Kerasharp.Data;

/// <summary>A text, before words become numbers.</summary>
/// <param name="Text">The text.</param>
/// <param name="Y">The targets, if there are any.</param>
public sealed record TextSample(string Text, SampleDataList? Y = null);

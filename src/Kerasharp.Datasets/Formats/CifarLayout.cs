namespace Kerasharp.Datasets;

/// <summary>What stands before the pixels of a record.</summary>
/// <param name="Classes">The number of classes of each label byte.</param>
/// <param name="Label">The label byte that is wanted.</param>
internal sealed record CifarLayout(int[] Classes, int Label)
{
    public int RecordLength => Classes.Length + CifarFile.ImageLength;
}

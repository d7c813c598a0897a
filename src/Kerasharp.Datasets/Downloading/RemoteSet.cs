namespace Kerasharp.Datasets;

/// <summary>The files that make a data set.</summary>
/// <param name="Title">The set's name as people write it.</param>
/// <param name="Folder">The name of its folder.</param>
/// <param name="Files">All its files.</param>
internal sealed record RemoteSet(string Title, string Folder, params RemoteFile[] Files)
{
    public string[] Names => Array.ConvertAll(Files, file => file.Name);
}

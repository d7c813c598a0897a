namespace Kerasharp.Datasets;

/// <summary>A file in a tar archive.</summary>
/// <param name="Name">Its path in the archive, which stays within it.</param>
/// <param name="Length">Its length in bytes.</param>
internal sealed record TarEntry(string Name, long Length);

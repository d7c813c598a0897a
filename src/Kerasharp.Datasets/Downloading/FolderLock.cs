namespace Kerasharp.Datasets;

/// <summary>
/// Lets one thread of one process at a time write into a folder: an open file that nobody else can open.
/// The system lets go of it when a process dies, however it dies.
/// </summary>
internal static class FolderLock
{
    public const string FileName = ".lock";

    private const int SharingViolation = unchecked((int)0x80070020);

    // EWOULDBLOCK, which flock gives, on Linux and on macOS.
    private static readonly int[] Taken = [SharingViolation, 11, 35];

    /// <summary>Waits until the folder is free and takes it; the file stays, since removing it would let two in.</summary>
    /// <param name="folder">The folder, which must exist.</param>
    /// <param name="waiting">Is called once if somebody else has it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<IDisposable> Take(string folder, Action waiting, CancellationToken cancellation)
    {
        var told = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(
                    Path.Combine(folder, FileName),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                );
            }
            catch (IOException e) when (Taken.Contains(e.HResult))
            {
                if (!told)
                    waiting();
                told = true;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation).ConfigureAwait(false);
        }
    }
}

namespace Kerasharp.Datasets;

/// <summary>A request did not bring the file.</summary>
/// <param name="came">What came instead, as the words behind "came".</param>
/// <param name="repeat">Whether the same address may do better the next time.</param>
/// <param name="keep">Whether the bytes that are here are still of use.</param>
/// <param name="inner">What was thrown, if anything was.</param>
internal sealed class TransferException(string came, bool repeat, bool keep = true, Exception? inner = null)
    : Exception(came, inner)
{
    public bool Repeat => repeat;

    public bool Keep => keep;
}

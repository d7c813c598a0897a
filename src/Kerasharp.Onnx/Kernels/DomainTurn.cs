namespace Kerasharp.Onnx.Kernels;

/// <summary>
/// Lets one session alone be made while a domain's name is new to the process: ONNX Runtime looks names up and notes new ones without a
/// lock, so that of sessions made at once one would fail, be its own names new or only those of another. Sessions of known names are
/// made side by side.
/// </summary>
internal sealed class DomainTurn : IDisposable
{
    private static readonly ReaderWriterLockSlim Gate = new();
    private static volatile HashSet<string> s_known = [];

    private readonly string[] _fresh;

    private DomainTurn(string[] fresh) => _fresh = fresh;

    /// <summary>Waits for the turn.</summary>
    public static DomainTurn Take(IEnumerable<string> names)
    {
        var known = s_known;
        string[] fresh = names.Where(name => !known.Contains(name)).ToArray();
        if (fresh.Length == 0)
            Gate.EnterReadLock();
        else
            Gate.EnterWriteLock();
        return new DomainTurn(fresh);
    }

    /// <summary>Notes that the session was made, and new names with it.</summary>
    public void Done()
    {
        if (_fresh.Length > 0)
            s_known = [.. s_known, .. _fresh];
    }

    /// <summary>Ends the turn.</summary>
    public void Dispose()
    {
        if (_fresh.Length == 0)
            Gate.ExitReadLock();
        else
            Gate.ExitWriteLock();
    }
}

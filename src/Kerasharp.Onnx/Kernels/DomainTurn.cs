namespace Kerasharp.Onnx.Kernels;

/// <summary>
/// Lets one session after the other be made while a domain's name is new to the process: ONNX Runtime looks the name up and notes it
/// without a lock, so that of two sessions made at once one would fail.
/// </summary>
internal sealed class DomainTurn : IDisposable
{
    private static readonly Lock Gate = new();
    private static volatile HashSet<string> s_known = [];

    private readonly string[] _names;

    private DomainTurn(string[] names) => _names = names;

    /// <summary>Waits for the turn; null where every name is known, and no turn is needed.</summary>
    public static DomainTurn? Take(IEnumerable<string> names)
    {
        var known = s_known;
        string[] fresh = names.Where(name => !known.Contains(name)).ToArray();
        if (fresh.Length == 0)
            return null;
        Gate.Enter();
        return new DomainTurn(fresh);
    }

    /// <summary>Notes that the session was made, and the names with it.</summary>
    public void Done() => s_known = [.. s_known, .. _names];

    /// <summary>Ends the turn.</summary>
    public void Dispose() => Gate.Exit();
}

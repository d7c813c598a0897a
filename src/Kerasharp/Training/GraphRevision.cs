namespace Kerasharp.Training;

/// <summary>
/// Counts the times that a layer changed what it writes into graphs as constants, as a vocabulary is. Steps are kept by it, so that none
/// goes on with what was before; they are made anew, whosever layer it was, since such changes are rare.
/// </summary>
internal static class GraphRevision
{
    private static int _current;

    /// <summary>The number of changes so far.</summary>
    public static int Current => Volatile.Read(ref _current);

    /// <summary>Notes a change.</summary>
    public static void Next() => Interlocked.Increment(ref _current);
}

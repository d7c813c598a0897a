namespace Kerasharp.Training;

/// <summary>How much memory copies of a model's weights may take that stand as constants in programs.</summary>
/// <param name="bytes">All together.</param>
internal sealed class ConstantsBudget(long bytes)
{
    private long _left = bytes;

    /// <summary>Takes some of it.</summary>
    /// <returns>Whether so much was left.</returns>
    public bool Take(long count)
    {
        if (Interlocked.Add(ref _left, -count) >= 0)
            return true;
        Give(count);
        return false;
    }

    /// <summary>Gives some back.</summary>
    public void Give(long count) => Interlocked.Add(ref _left, count);
}

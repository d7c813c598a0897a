namespace Kerasharp.Training.Feeds;

/// <summary>
/// Batches as the fit loop takes them, pass after pass over the data. What a pass gives depends on its number alone, so that a resumed
/// run sees what the interrupted one would have seen.
/// </summary>
internal abstract class BatchFeed : IDisposable
{
    /// <summary>How many batches a pass has; null where that is not known before its end.</summary>
    public abstract int? Batches { get; }

    /// <summary>Types and shapes of the present batch.</summary>
    public abstract BatchTypes Types { get; }

    /// <summary>The number of examples in the present batch.</summary>
    public abstract int Rows { get; protected set; }

    /// <summary>Begins a pass.</summary>
    /// <param name="pass">Its number.</param>
    /// <param name="skip">How many of its batches are left out.</param>
    public abstract void Begin(long pass, int skip);

    /// <summary>Goes to the next batch.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool Next();

    /// <summary>Writes the present batch into a step's inputs.</summary>
    public abstract void Fill(StepRun step);

    public abstract void Dispose();
}

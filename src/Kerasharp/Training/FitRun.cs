using Kerasharp.Training.Feeds;

namespace Kerasharp.Training;

/// <summary>
/// Where a run of Fit stands, and all that the rest of it depends on: who keeps the position, the seed and the states, and sets them
/// again before the first epoch, goes on as if nothing had happened.
/// </summary>
internal sealed class FitRun(Trainer trainer, BatchFeed feed, int epoch)
{
    /// <summary>The epoch that runs, or the next one; from 0.</summary>
    public int Epoch { get; set; } = epoch;

    /// <summary>How many steps of that epoch are done.</summary>
    public int Batch { get; set; }

    /// <summary>The number of the pass over the data from which the next batch comes.</summary>
    public long Pass { get; set; } = trainer.Passes;

    /// <summary>How many batches of that pass are done.</summary>
    public int PassBatch { get; set; }

    /// <summary>What decides the order of each pass.</summary>
    public ulong ShuffleSeed
    {
        get => trainer.ShuffleSeed;
        set => trainer.ShuffleSeed = value;
    }

    /// <summary>Makes the training step, if there is none, and with it every state that it carries.</summary>
    public void Prepare()
    {
        // A batch must be looked at for its types.
        feed.Begin(Pass, PassBatch);
        if (feed.Next())
            trainer.Step(training: true, feed.Types, feed.Rows);
    }

    /// <summary>Weights, what the optimizer carries, the count of random draws, and what metrics have gathered, by unique names.</summary>
    public IReadOnlyList<(string Name, State State)> States() => trainer.States();
}

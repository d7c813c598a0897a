using Kerasharp.Looking.Profiles;
using Kerasharp.Training.Feeds;

namespace Kerasharp.Training;

/// <summary>Steps that are measured and leave all as it was.</summary>
internal sealed partial class Trainer
{
    // The first runs make buffers, and find out what the memory's pattern is.
    private const int WarmUp = 3;

    /// <summary>Times the nodes of the training step for the batch at which a feed stands.</summary>
    public StepProfile Profile(BatchFeed feed, int steps)
    {
        string prefix = Path.Combine(Path.GetTempPath(), $"kerasharp-profile-{Guid.NewGuid():N}");
        string? file = null;
        using var step = Make(training: true, feed.Types, feed.Rows, prefix);
        var before = States().Select(s => s.State).Distinct().Select(s => (State: s, Bytes: s.ReadBytes())).ToArray();
        try
        {
            feed.Fill(step.Run);
            for (int i = 0; i < WarmUp + steps; i++)
                step.Run.Run();
            file = step.Run.EndProfiling();
            var (runs, nodes) = ProfileReader.Read(file, skipped: WarmUp, Optimizer.Name);
            return new StepProfile(runs, nodes);
        }
        finally
        {
            foreach (var (state, bytes) in before)
                state.Write<byte>(bytes);
            if (file is not null)
                File.Delete(file);
        }
    }
}

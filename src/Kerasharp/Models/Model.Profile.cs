using Kerasharp.Data;
using Kerasharp.Training;
using Kerasharp.Training.Feeds;

namespace Kerasharp;

public partial class Model
{
    /// <summary>
    /// Measures where the time of a training step goes: by layer, forward, backward and in updates. The model stays as it is.
    /// </summary>
    /// <param name="x">The inputs; the first batch of them is trained on again and again.</param>
    /// <param name="y">The targets.</param>
    /// <param name="batchSize">How many examples make a step.</param>
    /// <param name="steps">How many steps are measured, after three that are not; at least 1.</param>
    /// <returns>The times: as text a table, by <see cref="StepProfile.Save"/> a trace for Chrome's viewer.</returns>
    /// <exception cref="InvalidOperationException">The model has not been compiled.</exception>
    /// <exception cref="ArgumentException">The arrays do not fit the model or one another, or a number is below 1.</exception>
    /// <remarks>On GPUs the times are those in which nodes are handed to the device, which works them off later.</remarks>
    /// <example><code>
    /// var profile = model.Profile(x, y, batchSize: 128);
    /// Console.WriteLine(profile);
    /// profile.Save("step.json");   // open in chrome://tracing or ui.perfetto.dev
    /// </code></example>
    public StepProfile Profile(TensorDataList x, TensorDataList y, int batchSize = 32, int steps = 20)
    {
        var trainer = Compiled("Profile");
        if (steps < 1)
            throw new ArgumentOutOfRangeException(
                nameof(steps),
                FormattableString.Invariant(
                    $"{steps} steps came to be measured; at least 1 was expected. Ask for more, some 20."
                )
            );
        var data = FitData.Check(this, trainer, ("x", x), ("y", y), ("sampleWeight", null));
        CheckBatches(batchSize, data.Count);
        using var feed = new ArrayFeed(data, batchSize);
        feed.Begin(pass: 0, skip: 0);
        feed.Next();
        Gate.EnterWriteLock();
        try
        {
            return trainer.Profile(feed, steps);
        }
        finally
        {
            Gate.ExitWriteLock();
        }
    }
}

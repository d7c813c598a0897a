using Kerasharp.Metrics;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>What a step that is saved as a file is made of.</summary>
internal sealed partial class Trainer
{
    /// <summary>The output of a step that is to be saved which holds the batch's loss.</summary>
    public const string LossOutput = LossName;

    /// <summary>Seed and count of steps, which draws go by.</summary>
    public State Random => _random;

    /// <summary>Everything that gathers over an epoch, and the names under which it is shown; complete once a step is made.</summary>
    public IEnumerable<(string Label, Metric Metric)> Shown =>
        Trackers().Select(t => (t.Name, (Metric)t)).Concat(AllMetrics().Select(m => (m.Label, m.Metric)));

    /// <summary>The training step before the passes that devices need; its loss is an output.</summary>
    /// <param name="types">The types of the arrays of a batch.</param>
    /// <param name="rows">How many examples make a batch; null to leave it open.</param>
    public StepGraph StepToSave(BatchTypes types, int? rows) =>
        Trained(
            Written(training: true, types),
            rows is { } count
                ? new Dictionary<string, long> { [Dim.Batch.Symbol!] = count }
                : new Dictionary<string, long>()
        );
}

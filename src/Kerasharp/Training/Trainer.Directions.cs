namespace Kerasharp.Training;

internal sealed partial class Trainer
{
    /// <summary>
    /// Whether more is better of the number that goes by a name in the results: less of losses, of metrics what they say. Null where
    /// nobody says. A model's first step knows its metrics, so ask after it.
    /// </summary>
    public bool? GreaterIsBetter(string name)
    {
        if (name == _loss.Name || _outputLosses.Any(loss => loss?.Name == name))
            return false;
        return AllMetrics().FirstOrDefault(m => m.Label == name)?.Metric.GreaterIsBetter;
    }
}

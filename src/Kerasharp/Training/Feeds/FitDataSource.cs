namespace Kerasharp.Training.Feeds;

/// <summary>Checked arrays, pinned, and the way of their rows into a step's inputs.</summary>
internal sealed class FitDataSource : IDisposable
{
    private readonly List<(BatchSource Source, string[] Names)> _parts = [];

    public FitDataSource(FitData data)
    {
        _parts.Add((new BatchSource(data.X), [.. Enumerable.Range(0, data.X.Count).Select(Lowering.InputName)]));
        foreach (var output in data.Outputs)
        {
            _parts.Add((new BatchSource([output.Targets]), [Lowering.TargetName(output.Index)]));
            if (output.Weights is { } weights)
                _parts.Add((new BatchSource([weights]), [Lowering.SampleWeightName(output.Index)]));
        }
    }

    /// <summary>Copies rows in the given order.</summary>
    public void Fill(StepRun step, ReadOnlySpan<int> rows)
    {
        foreach (var (source, names) in _parts)
            for (int i = 0; i < names.Length; i++)
                source.CopyRows(i, rows, step.Input(names[i]));
    }

    /// <summary>Copies consecutive rows.</summary>
    public void Fill(StepRun step, long start, int rows)
    {
        foreach (var (source, names) in _parts)
            for (int i = 0; i < names.Length; i++)
                source.CopyRange(i, start, rows, step.Input(names[i]));
    }

    public void Dispose()
    {
        foreach (var (source, _) in _parts)
            source.Dispose();
    }
}

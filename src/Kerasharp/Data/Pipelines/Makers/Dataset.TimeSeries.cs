namespace Kerasharp.Data;

public static partial class Dataset
{
    /// <summary>Windows over a series: each sample is a stretch of it, with the target at the window's start.</summary>
    /// <param name="data">The series, shape (steps, ...).</param>
    /// <param name="targets">
    /// Targets: number i belongs to the window that starts at step i. To predict what follows a window, give the series from there on. Null
    /// for windows alone.
    /// </param>
    /// <param name="sequenceLength">The number of steps in a window.</param>
    /// <param name="sequenceStride">From the start of a window to that of the next.</param>
    /// <param name="samplingRate">From a step in a window to the next.</param>
    /// <param name="shuffle">Whether the windows come in random order, each pass in another.</param>
    /// <param name="seed">Decides the order; by default the next seed of <see cref="Utils.SetRandomSeed"/>'s stream.</param>
    /// <param name="startIndex">The first step to use; 0 by default.</param>
    /// <param name="endIndex">The step behind the last one to use; the number of steps by default.</param>
    /// <returns>Samples of shape (sequenceLength, ...); call <c>Batch</c> on them.</returns>
    /// <exception cref="ArgumentException">A number is out of its range, or there is no whole window.</exception>
    /// <remarks>Keras: <c>keras.utils.timeseries_dataset_from_array</c>.</remarks>
    /// <example><code>
    /// float[] series = Measure();
    /// // The ten steps before predict the next.
    /// var windows = Dataset.TimeSeries(series[..^10], series[10..], sequenceLength: 10).Batch(128);
    /// </code></example>
    public static Dataset<Sample> TimeSeries(
        TensorData data,
        TensorData? targets,
        int sequenceLength,
        int sequenceStride = 1,
        int samplingRate = 1,
        bool shuffle = false,
        int? seed = null,
        int? startIndex = null,
        int? endIndex = null
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        PipelineArguments.Positive(sequenceLength, nameof(sequenceLength));
        Below(PipelineArguments.Positive(sequenceStride, nameof(sequenceStride)), nameof(sequenceStride), data.Count);
        Below(PipelineArguments.Positive(samplingRate, nameof(samplingRate)), nameof(samplingRate), data.Count);
        long start = PipelineArguments.NotNegative(startIndex ?? 0, nameof(startIndex));
        Below(start, nameof(startIndex), data.Count);
        long end = endIndex ?? data.Count;
        if (end <= start || end > data.Count)
            throw new ArgumentOutOfRangeException(
                nameof(endIndex),
                FormattableString.Invariant(
                    $"endIndex of {end} came; {start + 1} to {data.Count} was expected, behind startIndex and within the series. Give such a number."
                )
            );
        long starts = end - start - (sequenceLength - 1L) * samplingRate;
        if (targets is not null)
            starts = Math.Min(starts, targets.Count - start);
        if (starts <= 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Windows of {sequenceLength} steps at a rate of {samplingRate} came for {end - start} steps{(targets is null ? "" : $" and {targets.Count} targets")}; at least one window was expected. Take shorter windows, or more steps."
                )
            );
        var windows = new ElementsDataset<Sample>(
            new WindowElements(
                data,
                targets,
                start,
                (int)((starts - 1) / sequenceStride) + 1,
                sequenceStride,
                sequenceLength,
                samplingRate
            )
        );
        return shuffle ? windows.Shuffle((int)windows.Count!, seed) : windows;
    }

    private static void Below(long value, string name, long limit)
    {
        if (value >= limit)
            throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant(
                    $"{name} of {value} came for a series of {limit} steps; less than that was expected. Give a smaller number."
                )
            );
    }
}

using Kerasharp.Data;

namespace Kerasharp.Tests.Data.Pipelines;

public class TimeSeriesTests
{
    private static readonly int[] Steps = [.. Enumerable.Range(0, 99)];

    [Fact]
    public void Windows_are_those_of_Keras_s_documentation()
    {
        var data = Dataset.TimeSeries(Steps, null, sequenceLength: 10, sequenceStride: 3, samplingRate: 2);
        int[][] windows = [.. data.Select(s => s.X[0].ToArray<int>())];
        Assert.Equal(27, windows.Length);
        Assert.Equal(27, data.Count);
        Assert.Equal([0, 2, 4, 6, 8, 10, 12, 14, 16, 18], windows[0]);
        Assert.Equal([3, 5, 7, 9, 11, 13, 15, 17, 19, 21], windows[1]);
        Assert.Equal([78, 80, 82, 84, 86, 88, 90, 92, 94, 96], windows[^1]);
    }

    [Fact]
    public void Targets_belong_to_the_window_s_start()
    {
        var data = Dataset.TimeSeries(Steps[..^10], Steps[10..], sequenceLength: 10).Batch(128);
        var batch = data.Single();
        Assert.Equal([80, 10], batch.X[0].Shape.ToArray());
        Assert.Equal(Enumerable.Range(10, 80), batch.Y![0].ToArray<int>());
        var part = Dataset.TimeSeries(Steps, Steps, sequenceLength: 5, startIndex: 20, endIndex: 30);
        Assert.Equal([20, 21, 22, 23, 24, 25], part.Select(s => s.Y![0].ToScalar<int>()));
        Assert.Equal([25, 26, 27, 28, 29], part.Last().X[0].ToArray<int>());
    }

    [Fact]
    public void Windows_of_several_numbers_a_step_may_be_shuffled()
    {
        var series = new float[20, 2];
        for (int i = 0; i < 40; i++)
            series[i / 2, i % 2] = i;
        var data = Dataset.TimeSeries(series, null, sequenceLength: 3, shuffle: true, seed: 1);
        Assert.Equal([3, 2], data.First().X[0].Shape.ToArray());
        float[] starts = [.. data.Open(0).Rest().Select(s => s.X[0].ToArray<float>()[0])];
        Assert.NotEqual(starts.Order(), starts);
        Assert.Equal(Enumerable.Range(0, 18).Select(i => 2f * i), starts.Order());
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.TimeSeries(Steps, null, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.TimeSeries(Steps, null, 2, sequenceStride: 99));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.TimeSeries(Steps, null, 2, samplingRate: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.TimeSeries(Steps, null, 2, startIndex: 99));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.TimeSeries(Steps, null, 2, endIndex: 100));
        Assert.Contains(
            "at least one window was expected",
            Assert.Throws<ArgumentException>(() => Dataset.TimeSeries(Steps, null, 100)).Message
        );
    }
}

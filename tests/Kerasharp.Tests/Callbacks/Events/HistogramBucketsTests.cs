using Kerasharp.Callbacks.Events;

namespace Kerasharp.Tests.Callbacks.Events;

public class HistogramBucketsTests
{
    [Fact]
    public void EachNumberIsInItsBucket()
    {
        double[] numbers = [.. Enumerable.Range(0, 61).Select(i => i / 2.0), double.NaN];
        var buckets = HistogramBuckets.Of(numbers).Chunk(3).ToArray();
        Assert.Equal(30, buckets.Length);
        Assert.Equal((0.0, 30.0), (buckets[0][0], buckets[^1][1]));
        // Two in each, and the greatest in the last.
        Assert.Equal([.. Enumerable.Repeat(2.0, 29), 3], buckets.Select(b => b[2]));
        for (int i = 1; i < 30; i++)
            Assert.Equal(buckets[i - 1][1], buckets[i][0], 1e-12);
    }

    [Fact]
    public void EdgesAreTensorBoards()
    {
        Assert.Empty(HistogramBuckets.Of([]));
        Assert.Empty(HistogramBuckets.Of([double.NaN]));
        Assert.Equal([1.5, 2.5, 3], HistogramBuckets.Of([2, 2, 2]));
    }
}

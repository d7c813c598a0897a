using Kerasharp.Data;

namespace Kerasharp.Tests.Data.Pipelines;

/// <summary>What works in the background ends when the reading does.</summary>
public class PrefetchTests
{
    [Fact]
    public void No_more_is_made_than_may_lie_ready()
    {
        int made = 0;
        var data = Dataset
            .FromEnumerable(() =>
                Enumerable
                    .Range(0, 1000)
                    .Select(i =>
                    {
                        Interlocked.Increment(ref made);
                        return i;
                    })
            )
            .Prefetch(3);
        using var elements = data.Open(0);
        for (int i = 0; i < 100; i++)
        {
            Assert.True(elements.MoveNext());
            Assert.Equal(i, elements.Current);
            // Given out, ready, and being made.
            Assert.InRange(Volatile.Read(ref made), i + 1, i + 1 + 3 + 1);
        }
    }

    [Fact]
    public void Ending_the_reading_ends_and_closes_what_is_before()
    {
        int open = 0;
        var data = Dataset
            .FromEnumerable(Source)
            .Map(x => x + 1, parallelism: 4)
            .Prefetch(2)
            .Map(x => x + 1, parallelism: 2)
            .Prefetch(2);
        for (int i = 0; i < 200; i++)
        {
            using var elements = data.Open(i);
            for (int k = 0; k < i % 5; k++)
                Assert.True(elements.MoveNext());
        }
        Assert.Equal(0, Volatile.Read(ref open));
        Assert.Equal(2, Dataset.FromEnumerable(Source).Prefetch(1).Take(1).Single() + 2);
        Assert.Equal(0, Volatile.Read(ref open));

        IEnumerable<int> Source()
        {
            Interlocked.Increment(ref open);
            try
            {
                for (int i = 0; ; i++)
                    yield return i;
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        }
    }

    [Fact]
    public void What_is_thrown_in_the_background_comes_where_its_element_would()
    {
        var data = Dataset.FromEnumerable(Source).Prefetch(10);
        using var elements = data.Open(0);
        for (int i = 0; i < 3; i++)
            Assert.True(elements.MoveNext());
        Assert.Equal("the disk is gone", Assert.Throws<IOException>(() => elements.MoveNext()).Message);
        using var mapped = Dataset.FromEnumerable(Source).Map(x => x, parallelism: 4).Open(0);
        for (int i = 0; i < 3; i++)
            Assert.True(mapped.MoveNext());
        Assert.Throws<IOException>(() => mapped.MoveNext());

        static IEnumerable<int> Source()
        {
            for (int i = 0; i < 3; i++)
                yield return i;
            throw new IOException("the disk is gone");
        }
    }
}

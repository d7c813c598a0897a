using Kerasharp.Data;

namespace Kerasharp.Tests.Data.Pipelines;

/// <summary>Operators against LINQ, over drawn sizes.</summary>
public class DatasetLawsTests
{
    public static TheoryData<int> Rounds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Operators_do_what_LINQ_does(int round)
    {
        var random = new Random(round);
        int[] numbers = [.. Enumerable.Range(100, random.Next(0, 50))];
        int n = random.Next(0, 60);
        int size = random.Next(1, 9);
        foreach (var data in new[] { Dataset.FromEnumerable(numbers), Dataset.FromEnumerable(() => Lazy(numbers)) })
        {
            Assert.Equal(numbers, data);
            Assert.Equal(numbers.Take(n), data.Take(n));
            Assert.Equal(numbers.Skip(n), data.Skip(n));
            Assert.Equal(numbers.Take(n).Concat(numbers.Skip(n)), data.Take(n).Concatenate(data.Skip(n)));
            Assert.Equal(numbers.Where(i => i % 3 == 0), data.Filter(i => i % 3 == 0));
            Assert.Equal(numbers.Select(i => i * 2L), data.Map(i => i * 2L, parallelism: size));
            Assert.Equal(numbers.Zip(numbers.Skip(n)), data.Zip(data.Skip(n)).Map(p => (p.First, p.Second)));
            Assert.Equal(numbers.Chunk(size), data.Chunk(size));
            Assert.Equal(numbers.Chunk(size).Where(c => c.Length == size), data.Chunk(size, dropRemainder: true));
            Assert.Equal(Enumerable.Repeat(numbers, size).SelectMany(x => x), data.Repeat(size));
            Assert.Equal(numbers, data.Cache());
            Assert.Equal(numbers, data.Prefetch(size));
            Assert.Equal(numbers, data.Shuffle(size, seed: n).Order());
            Assert.Equal(numbers.Length == 0 ? 0 : 100, data.Repeat().Take(100).Count());
            Assert.Equal(
                numbers.SelectMany(i => Enumerable.Range(0, i % 5)),
                data.Interleave(i => Dataset.Range(0, i % 5), cycleLength: 1)
            );
            Assert.Equal(
                numbers.SelectMany(i => Enumerable.Range(i, i % 5)).Order(),
                data.Interleave(i => Dataset.Range(i, i % 5), cycleLength: size, blockLength: 1 + n % 3).Order()
            );
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void A_pass_opened_behind_some_elements_is_the_rest_of_it(int round)
    {
        var random = new Random(round);
        int[] numbers = [.. Enumerable.Range(0, random.Next(1, 40))];
        Dataset<int> data =
            random.Next(2) == 0 ? Dataset.FromEnumerable(numbers) : Dataset.FromEnumerable(() => Lazy(numbers));
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            int n = random.Next(1, 12);
            data = random.Next(12) switch
            {
                0 => data.Shuffle(n, seed: 3),
                1 => data.Shuffle(1000, seed: 4),
                2 => data.Map((x, context) => x + context.Random.Next(100), seed: 5, parallelism: 1 + n % 4),
                3 => data.Filter(x => x % 7 != 0),
                4 => data.Take(n * 5),
                5 => data.Skip(n % 3),
                6 => data.Repeat(1 + n % 3),
                7 => data.Repeat().Take(n * 9),
                8 => data.Concatenate(Dataset.Range(200, n)),
                9 => data.Prefetch(n),
                10 => data.Zip(Dataset.Range(0, 100)).Map(p => p.First + p.Second),
                _ => data.Interleave(x => Dataset.Range(x, n % 4), cycleLength: 2),
            };
        }
        for (long pass = 0; pass < 3; pass++)
        {
            int[] all = Read(data.Open(pass));
            Assert.Equal(all, Read(data.Open(pass)));
            if (data.Count is { } count)
                Assert.Equal(count, all.Length);
            foreach (int skip in new[] { 1, all.Length / 2, all.Length, all.Length + 3 })
                Assert.Equal(all.Skip(skip), Read(data.Open(pass, skip)));
        }
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Batches_hold_the_rows_in_order(int round)
    {
        var random = new Random(round);
        int count = random.Next(1, 40);
        int width = random.Next(1, 5);
        int size = random.Next(1, 12);
        bool drop = random.Next(2) == 0;
        var x = new float[count, width];
        var y = new int[count];
        for (int i = 0; i < count; i++)
        {
            y[i] = i;
            for (int k = 0; k < width; k++)
                x[i, k] = 10 * i + k;
        }
        var direct = Dataset.FromTensors(x, y);
        // The same samples by the way that knows nothing of arrays.
        var singly = Dataset.FromEnumerable(() => direct.Select(s => s));
        foreach (var samples in new[] { direct, singly })
        {
            foreach (
                var data in new[] { samples, samples.Shuffle(1 + random.Next(50), seed: 2), samples.Skip(2).Take(9) }
            )
            {
                int[] order = [.. data.Open(0).Rest().Select(s => s.Y![0].ToScalar<int>())];
                var batches = data.Batch(size, drop);
                int[][] expected = [.. order.Chunk(size).Where(c => c.Length == size || !drop)];
                Assert.Equal(expected, batches.Open(0).Rest().Select(b => b.Y![0].ToArray<int>()));
                Assert.Equal(
                    expected
                        .Skip(1)
                        .Select(rows => rows.SelectMany(r => Enumerable.Range(10 * r, width).Select(v => (float)v))),
                    batches.Open(0, 1).Rest().Select(b => b.X[0].ToArray<float>())
                );
                if (batches.Count is { } known)
                    Assert.Equal(expected.Length, known);
                Assert.All(batches, b => Assert.Equal([b.Count, width], b.X[0].Shape.ToArray()));
                Assert.Equal(order.Length, data.Batch(size).Unbatch().Count());
            }
        }
        Assert.Equal(
            direct.Shuffle(7, seed: 1).Open(3).Rest().Select(s => s.Y![0].ToScalar<int>()),
            singly.Shuffle(7, seed: 1).Open(3).Rest().Select(s => s.Y![0].ToScalar<int>())
        );
    }

    private static IEnumerable<int> Lazy(int[] numbers)
    {
        foreach (int number in numbers)
            yield return number;
    }

    private static int[] Read(IEnumerator<int> elements) => [.. elements.Rest()];
}

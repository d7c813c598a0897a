using Kerasharp.Data;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Data.Pipelines;

public class DatasetTests
{
    [Fact]
    public void Each_enumeration_is_the_next_pass_and_a_pass_can_be_opened_again()
    {
        var data = Dataset.Range(0, 100).Shuffle(100, seed: 1);
        int[] first = [.. data];
        int[] second = [.. data];
        Assert.NotEqual(first, second);
        Assert.Equal(first, data.Open(0).Rest());
        Assert.Equal(second, data.Open(1).Rest());
        Assert.Equal(second, Dataset.Range(0, 100).Shuffle(100, seed: 1).Open(1).Rest());
        Assert.Equal(
            data.Open(0).Rest(),
            Dataset.Range(0, 100).Shuffle(100, seed: 1, reshuffleEachPass: false).Open(5).Rest()
        );
        Assert.Equal("skip", Assert.Throws<ArgumentOutOfRangeException>(() => data.Open(0, -1)).ParamName);
    }

    [Fact]
    public void A_full_buffer_gives_every_order_alike()
    {
        var counts = new Dictionary<string, int>();
        var data = Dataset.Range(0, 4).Shuffle(4, seed: 9);
        const int Passes = 24 * 200;
        for (int pass = 0; pass < Passes; pass++)
        {
            string order = string.Join("", data);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        // Chi-squared with 23 degrees of freedom: 49.7 is exceeded once in a thousand.
        Assert.InRange(counts.Values.Sum(c => (c - 200.0) * (c - 200.0) / 200), 0, 49.7);
    }

    [Fact]
    public void A_small_buffer_moves_an_element_forward_no_further_than_its_length()
    {
        int[] order = [.. Dataset.Range(0, 1000).Shuffle(10, seed: 2)];
        Assert.All(order.Select((element, place) => element - place), moved => Assert.True(moved < 10));
        Assert.NotEqual(Enumerable.Range(0, 1000), order);
    }

    [Fact]
    public void The_same_seed_gives_the_same_elements_on_any_number_of_threads()
    {
        int[][] Passes(int parallelism) =>
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(pass =>
                        Dataset
                            .Range(0, 500)
                            .Shuffle(50, seed: 1)
                            .Map((x, context) => x + context.Random.Next(1000), seed: 2, parallelism)
                            .Prefetch(3)
                            .Open(pass)
                            .Rest()
                            .ToArray()
                    ),
            ];
        var alone = Passes(1);
        Assert.Equal(alone, Passes(8));
        Assert.NotEqual(alone[0], alone[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void A_function_that_throws_tells_the_element_after_those_before_it(int parallelism)
    {
        var data = Dataset
            .Range(0, 100)
            .Map(x => x == 42 ? throw new InvalidOperationException("no such picture") : x, parallelism);
        var read = new List<int>();
        var error = Assert.Throws<DatasetException>(() => read.AddRange(data));
        read.Clear();
        error = Assert.Throws<DatasetException>(() =>
        {
            foreach (int x in data)
                read.Add(x);
        });
        Assert.Equal(Enumerable.Range(0, 42), read);
        Assert.Equal(42, error.Index);
        Assert.IsType<InvalidOperationException>(error.InnerException);
        Assert.Equal(
            "The function given to Map threw InvalidOperationException at element 42 (42): no such picture. A function that takes every element was expected. Mend it, or leave such elements out by Filter before.",
            error.Message
        );
        // Behind what was left out it is still element 42, and it comes out of Prefetch as it is.
        Assert.Equal(42, Assert.Throws<DatasetException>(() => data.Prefetch(4).Open(0, 40).Rest().ToArray()).Index);
    }

    [Fact]
    public async Task Asynchronous_functions_and_sequences_keep_the_order()
    {
        var data = Dataset
            .FromAsyncEnumerable(Numbers)
            .MapAsync(
                async x =>
                {
                    await Task.Yield();
                    return x * 2;
                },
                parallelism: 4
            );
        Assert.Equal(Enumerable.Range(0, 20).Select(x => x * 2), data);
        var read = new List<int>();
        await foreach (int x in data.Prefetch(2))
            read.Add(x);
        Assert.Equal(Enumerable.Range(0, 20).Select(x => x * 2), read);
        Assert.Equal(20, data.AsAsyncEnumerable().ToBlockingEnumerable().Count());
        var error = Assert.Throws<DatasetException>(() =>
            data.MapAsync(x => x == 6 ? Task.FromException<int>(new IOException("gone")) : Task.FromResult(x)).ToArray()
        );
        Assert.Equal(3, error.Index);

        static async IAsyncEnumerable<int> Numbers()
        {
            for (int i = 0; i < 20; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
    }

    [Fact]
    public void Cache_reads_its_source_once_even_by_several_readers()
    {
        int made = 0;
        int closed = 0;
        var data = Dataset.FromEnumerable(Source).Cache();
        using (var half = data.Open(0))
            for (int i = 0; i < 5; i++)
                half.MoveNext();
        Assert.Equal((5, 1), (made, closed));
        // The reading goes on behind what is kept; a sequence that can only be read from its start is read over.
        using (var one = data.Open(1))
        using (var other = data.Open(2))
        {
            for (int i = 0; i < 10; i++)
                Assert.True(one.MoveNext() && other.MoveNext() && one.Current == i && other.Current == i);
            Assert.False(one.MoveNext() || other.MoveNext());
        }
        int before = made;
        Assert.Equal(Enumerable.Range(0, 10), data);
        Assert.Equal((before, 2, 10), (made, closed, (int)data.Count!));

        IEnumerable<int> Source()
        {
            try
            {
                for (int i = 0; i < 10; i++)
                {
                    made++;
                    yield return i;
                }
            }
            finally
            {
                closed++;
            }
        }
    }

    [Fact]
    public void Padded_batches_are_as_long_as_their_longest()
    {
        Sample[] samples =
        [
            new(new int[] { 1, 2, 3 }, 0),
            new(new int[] { 4 }, 1),
            new(Array.Empty<int>(), 2),
            new(new int[] { 5, 6 }, 3),
        ];
        var batches = Dataset.FromEnumerable(samples).PaddedBatch(3, paddingValue: -1).ToArray();
        Assert.Equal([3, 3], batches[0].X[0].Shape.ToArray());
        Assert.Equal([1, 2, 3, 4, -1, -1, -1, -1, -1], batches[0].X[0].ToArray<int>());
        Assert.Equal([0, 1, 2], batches[0].Y![0].ToArray<int>());
        Assert.Equal([5, 6], batches[1].X[0].ToArray<int>());

        Sample[] images =
        [
            new(
                new float[,]
                {
                    { 1, 2 },
                    { 3, 4 },
                }
            ),
            new(
                new float[,]
                {
                    { 5, 6, 7 },
                }
            ),
        ];
        var padded = Dataset.FromEnumerable(images).PaddedBatch(2).Single().X[0];
        Assert.Equal([2, 2, 3], padded.Shape.ToArray());
        Assert.Equal([1, 2, 0, 3, 4, 0, 5, 6, 7, 0, 0, 0], padded.ToArray<float>());
        var error = Assert.Throws<DatasetException>(() => Dataset.FromEnumerable(samples).Batch(4).ToArray());
        Assert.Equal(
            "Element 1 of a batch came with the shape (1,) in x; (3,), as in element 0 was expected. Bring all to one shape by Map, or call PaddedBatch.",
            error.Message
        );
    }

    [Fact]
    public void Samples_hold_numbers_arrays_tensors_and_names()
    {
        var sample = new Sample(
            new Dictionary<string, SampleData> { ["image"] = new byte[2, 2], ["age"] = 3L },
            Y: 2.5,
            SampleWeight: 0.5f
        );
        Assert.Equal(
            "x['image']: UInt8 (2, 2), x['age']: Int64 (), y: Float64 (), sampleWeight: Float32 ()",
            sample.ToString()
        );
        Assert.Equal(3, sample.X["age"].ToScalar<int>());
        var batch = Dataset.FromEnumerable([sample, sample]).Batch(2).Single();
        Assert.Equal(["image", "age"], batch.X.Names);
        Assert.Equal(
            "x['image']: UInt8 (2, 2, 2), x['age']: Int64 (2,), y: Float64 (2,), sampleWeight: Float32 (2,)",
            batch.ToString()
        );
        Assert.Equal([3f, 3f], batch.X["age"].ToArray<float>());
        Assert.Contains("'image', 'age'", Assert.Throws<ArgumentException>(() => batch.X["name"]).Message);
        SampleData image = new float[2, 3];
        Assert.Equal([2, 3], image.ToTensor<double>().Lengths.ToArray());
        Assert.Equal([7], ((SampleData)7).ToTensor<int>().ToArray());
        Assert.Throws<InvalidOperationException>(() => image.ToScalar<float>());
        SampleDataList two = [image, 1];
        Assert.Equal(2, two.Count);
    }

    [Fact]
    public void Layers_work_on_batches_and_samples_and_draw_by_seed_pass_and_place()
    {
        var x = new float[64, 8];
        for (int i = 0; i < x.Length; i++)
            x[i / 8, i % 8] = 1;
        var samples = Dataset.FromTensors(x, new int[64]);
        float[][] Passes(int parallelism, long pass) =>
            [
                .. samples
                    .Batch(10)
                    .Map(new Dropout(0.5), seed: 3, parallelism: parallelism)
                    .Open(pass)
                    .Rest()
                    .Select(b => b.X[0].ToArray<float>()),
            ];
        var alone = Passes(1, 0);
        Assert.Equal(alone, Passes(8, 0));
        Assert.NotEqual(alone, Passes(8, 1));
        Assert.NotEqual(alone[0], alone[1]);
        var halved = samples.Map(new Rescaling(0.5)).Batch(64).Single();
        Assert.Equal(Enumerable.Repeat(0.5f, 512), halved.X[0].ToArray<float>());
        Assert.Equal([64], halved.Y![0].Shape.ToArray());
        var error = Assert.Throws<DatasetException>(() => samples.Batch(8).Map(new Conv2D(1, 3)).ToArray());
        Assert.IsType<LayerException>(error.InnerException);
        Assert.Contains("element 0 (x: Float32 (8, 8), y: Int32 (8,))", error.Message);
    }

    [Fact]
    public void Counts_are_known_where_they_can_be()
    {
        var data = Dataset.Range(0, 10);
        Assert.Equal(10, data.Count);
        Assert.True(data.Repeat().IsInfinite);
        Assert.True(data.Repeat().Skip(5).Chunk(3).IsInfinite);
        Assert.Equal(30, data.Repeat(3).Count);
        Assert.Equal(4, data.Chunk(3).Count);
        Assert.Equal(3, data.Chunk(3, dropRemainder: true).Count);
        Assert.Null(data.Filter(x => x > 3).Count);
        Assert.Equal(10, data.Zip(data.Repeat()).Count);
        Assert.Empty(Dataset.FromEnumerable(Array.Empty<int>()).Repeat());
        Assert.Empty(Dataset.FromEnumerable(() => Enumerable.Empty<int>().Where(x => true)).Repeat());
    }

    [Fact]
    public void Arguments_out_of_range_say_the_range()
    {
        var data = Dataset.FromTensors(new float[4, 2]);
        Assert.Contains(
            "batchSize of 0 came; at least 1 was expected",
            Assert.Throws<ArgumentOutOfRangeException>(() => data.Batch(0)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Shuffle(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Prefetch(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Take(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Map(s => s, parallelism: 0));
        Assert.Throws<ArgumentException>(() => Dataset.FromTensors(new float[4, 2], new int[3]));
    }
}

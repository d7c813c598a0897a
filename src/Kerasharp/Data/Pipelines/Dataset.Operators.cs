using Kerasharp.Training;

namespace Kerasharp.Data;

public abstract partial class Dataset<T>
{
    /// <summary>What a function makes of each element, in the same order.</summary>
    /// <param name="function">Called for each element; from several threads at a time, unless <paramref name="parallelism"/> is 1.</param>
    /// <param name="parallelism">How many elements are worked on at a time; by default as many as there are cores.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelism"/> is below 1.</exception>
    /// <remarks>
    /// Where the function throws, reading ends there with a <see cref="DatasetException"/> that tells the element. What is read ahead is
    /// bounded: sixteen elements, or one batch, for each function at work.
    /// </remarks>
    /// <example><code>var images = files.Map(path => new Sample(ReadImage(path), LabelOf(path)));</code></example>
    public Dataset<TResult> Map<TResult>(Func<T, TResult> function, int? parallelism = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new MapDataset<T, TResult>(
            this,
            (element, _, _) => function(element),
            PipelineArguments.Parallelism(parallelism)
        );
    }

    /// <summary>What a function makes of each element with random numbers, as for augmentation.</summary>
    /// <param name="function">Takes its random numbers from the context, whose numbers follow from the seed, the pass and the element.</param>
    /// <param name="seed">Decides the numbers; by default the next seed of <see cref="Utils.SetRandomSeed"/>'s stream.</param>
    /// <param name="parallelism">How many elements are worked on at a time; by default as many as there are cores. It does not change the results.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelism"/> is below 1.</exception>
    /// <example><code>var noisy = data.Map((sample, context) => AddNoise(sample, context.Random), seed: 1);</code></example>
    public Dataset<TResult> Map<TResult>(
        Func<T, MapContext, TResult> function,
        int? seed = null,
        int? parallelism = null
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        ulong key = Seed(seed);
        return new MapDataset<T, TResult>(
            this,
            (element, pass, index) => function(element, new MapContext(key, pass, index)),
            PipelineArguments.Parallelism(parallelism)
        );
    }

    /// <summary>What a function that waits for something (a file, a service) makes of each element, in the same order.</summary>
    /// <param name="function">Called for each element.</param>
    /// <param name="parallelism">How many elements are under way at a time; by default as many as there are cores.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parallelism"/> is below 1.</exception>
    /// <example><code>var texts = files.MapAsync(path => File.ReadAllTextAsync(path), parallelism: 16);</code></example>
    public Dataset<TResult> MapAsync<TResult>(Func<T, Task<TResult>> function, int? parallelism = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new MapAsyncDataset<T, TResult>(this, function, PipelineArguments.Parallelism(parallelism));
    }

    /// <summary>The elements for which a predicate is true.</summary>
    /// <example><code>var zeros = data.Filter(sample => sample.Y![0].ToScalar&lt;int&gt;() == 0);</code></example>
    public Dataset<T> Filter(Func<T, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new FilterDataset<T>(this, predicate);
    }

    /// <summary>The elements in random order: each is drawn from a buffer, whose place the next one takes.</summary>
    /// <param name="bufferSize">
    /// How many elements to draw from. As many as there are gives every order alike; fewer keep less in memory and shuffle only nearby.
    /// Of arrays and lists (<c>FromTensors</c>) only numbers are shuffled, so the largest buffer costs nothing there.
    /// </param>
    /// <param name="seed">Decides the order; by default the next seed of <see cref="Utils.SetRandomSeed"/>'s stream.</param>
    /// <param name="reshuffleEachPass">Whether each pass has an order of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bufferSize"/> is below 1.</exception>
    public Dataset<T> Shuffle(int bufferSize, int? seed = null, bool reshuffleEachPass = true) =>
        new ShuffleDataset<T>(
            this,
            PipelineArguments.Positive(bufferSize, nameof(bufferSize)),
            Seed(seed),
            reshuffleEachPass
        );

    /// <summary>The elements again and again, each time as a pass of its own: shuffled anew, augmented anew.</summary>
    /// <param name="count">How many times; by default without end.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Dataset<T> Repeat(int? count = null) =>
        new RepeatDataset<T>(this, count is { } c ? (int)PipelineArguments.NotNegative(c, nameof(count)) : null);

    /// <summary>The first elements.</summary>
    /// <param name="count">How many at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Dataset<T> Take(long count) => new TakeDataset<T>(this, PipelineArguments.NotNegative(count, nameof(count)));

    /// <summary>The elements behind the first ones.</summary>
    /// <param name="count">How many to leave out.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Dataset<T> Skip(long count) => new SkipDataset<T>(this, PipelineArguments.NotNegative(count, nameof(count)));

    /// <summary>The elements of two data sets in pairs, as long as both have some.</summary>
    public Dataset<(T First, TOther Second)> Zip<TOther>(Dataset<TOther> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ZipDataset<T, TOther>(this, other);
    }

    /// <summary>The elements of this data set and then those of another.</summary>
    public Dataset<T> Concatenate(Dataset<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ConcatenateDataset<T>(this, other);
    }

    /// <summary>
    /// The elements of the data sets that a function makes of each element, by turns: some of the first, some of the second, and so on.
    /// Where one ends, that of the next element takes its place.
    /// </summary>
    /// <param name="function">Makes a data set of an element: the lines of a file of that name, say.</param>
    /// <param name="cycleLength">How many data sets are open at a time.</param>
    /// <param name="blockLength">How many elements come from one before the next has its turn.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Dataset<TResult> Interleave<TResult>(
        Func<T, Dataset<TResult>> function,
        int cycleLength = 4,
        int blockLength = 1
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return new InterleaveDataset<T, TResult>(
            this,
            function,
            PipelineArguments.Positive(cycleLength, nameof(cycleLength)),
            PipelineArguments.Positive(blockLength, nameof(blockLength))
        );
    }

    /// <summary>
    /// The elements of the first pass, kept in memory as they are read: later passes make none again. What stands before, random numbers
    /// too, then happens once; shuffle behind.
    /// </summary>
    public Dataset<T> Cache() => new CacheDataset<T>(this);

    /// <summary>The elements, made ahead by a thread of its own while the last ones are used.</summary>
    /// <param name="bufferSize">How many lie ready at most; besides, one is being made and one is in use.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bufferSize"/> is below 1.</exception>
    /// <remarks>
    /// What is thrown while an element is made is thrown where that element would have come. Ending the reading ends the thread, after the
    /// element that it is at.
    /// </remarks>
    public Dataset<T> Prefetch(int bufferSize = 2) =>
        new PrefetchDataset<T>(this, PipelineArguments.Positive(bufferSize, nameof(bufferSize)));

    /// <summary>So many elements together as arrays of .NET; samples are put together by <c>Batch</c> instead.</summary>
    /// <param name="size">How many.</param>
    /// <param name="dropRemainder">Whether fewer elements at the end are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
    public Dataset<T[]> Chunk(int size, bool dropRemainder = false) =>
        new ChunkDataset<T>(this, PipelineArguments.Positive(size, nameof(size)), dropRemainder);

    internal static ulong Seed(int? seed) => seed is { } s ? (ulong)s : RandomSeeds.Next();
}

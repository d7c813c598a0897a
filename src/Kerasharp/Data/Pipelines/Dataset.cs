using System.Collections;

namespace Kerasharp.Data;

/// <summary>
/// A sequence of elements that can be gone through many times: what examples go through on their way from files or arrays to a model.
/// Operators give new data sets and read nothing; elements are made when they are asked for, and none is kept longer than it must be.
/// </summary>
/// <typeparam name="T">An element: a <see cref="Sample"/>, a <see cref="Batch"/>, a file's name, anything.</typeparam>
/// <remarks>
/// <para>
/// Going through the elements once is a pass. The elements of a pass follow from the seeds and the pass's number alone, so a run that was
/// interrupted can read pass k again; each <c>foreach</c> is the next pass. <c>await foreach</c> does the same without blocking the caller.
/// </para>
/// <para>Keras: <c>tf.data.Dataset</c>.</para>
/// </remarks>
/// <example><code>
/// var batches = Dataset.FromTensors(images, labels).Shuffle(60000, seed: 1).Batch(128).Prefetch(2);
/// foreach (var batch in batches)
///     Console.WriteLine(batch.X[0].Shape);
/// </code></example>
public abstract partial class Dataset<T> : IEnumerable<T>
{
    internal const long Infinite = long.MaxValue;

    private long _passes;

    private protected Dataset() { }

    /// <summary>
    /// The number of elements of a pass; null where only reading can tell (files, what <see cref="Filter"/> keeps), and
    /// <see cref="long.MaxValue"/> where they never end (see <see cref="IsInfinite"/>).
    /// </summary>
    public abstract long? Count { get; }

    /// <summary>Whether the elements never end, as behind <c>Repeat()</c>.</summary>
    public bool IsInfinite => Count == Infinite;

    /// <summary>The elements of a pass. Dispose the result, which also ends what works in the background.</summary>
    /// <param name="pass">The number of the pass, from 0. The same number gives the same elements.</param>
    /// <param name="skip">How many elements to leave out from the start; where possible they are not even made.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <example><code>using var batches = data.Open(pass: 3, skip: 100);   // goes on in the fourth pass</code></example>
    public IEnumerator<T> Open(long pass, long skip = 0)
    {
        PipelineArguments.NotNegative(pass, nameof(pass));
        PipelineArguments.NotNegative(skip, nameof(skip));
        return Read(pass, skip);
    }

    /// <summary>The elements of the next pass: the first call gives pass 0.</summary>
    public IEnumerator<T> GetEnumerator() => Read(Interlocked.Increment(ref _passes) - 1, 0);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The elements of the next pass for <c>await foreach</c>, each made on another thread while the caller goes on.</summary>
    /// <param name="cancellationToken">Ends the reading between two elements.</param>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var elements = GetEnumerator();
        try
        {
            while (await Task.Run(elements.MoveNext, cancellationToken).ConfigureAwait(false))
                yield return elements.Current;
        }
        finally
        {
            // Ending what works in the background may have to wait for an element that is being made.
            await Task.Run(elements.Dispose, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The data set as <see cref="IAsyncEnumerable{T}"/>, for methods that take one. (The class itself is none, because each operator of LINQ
    /// would then be ambiguous.)
    /// </summary>
    public IAsyncEnumerable<T> AsAsyncEnumerable() => new Asynchronous(this);

    /// <summary>The elements of a pass, from the one after so many.</summary>
    internal abstract IEnumerator<T> Read(long pass, long skip);

    /// <summary>
    /// The elements of a pass by number, where they lie in memory and cost nothing to look at; otherwise null. Shuffling then orders
    /// numbers instead of elements.
    /// </summary>
    internal virtual Elements<T>? Access(long pass) => null;

    /// <summary>Reads over elements; false where there are not so many.</summary>
    private protected static bool ReadOver<TAny>(IEnumerator<TAny> elements, long count)
    {
        for (; count > 0; count--)
            if (!elements.MoveNext())
                return false;
        return true;
    }

    private sealed class Asynchronous(Dataset<T> dataset) : IAsyncEnumerable<T>
    {
        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            dataset.GetAsyncEnumerator(cancellationToken);
    }
}

namespace Kerasharp.Data;

public static partial class Dataset
{
    /// <summary>The elements of a sequence. Lists and arrays are read by number, anything else from its start in every pass.</summary>
    /// <param name="elements">The sequence; it must give the same elements each time, for a pass to be repeatable.</param>
    /// <example><code>var files = Dataset.FromEnumerable(Directory.GetFiles("images"));</code></example>
    public static Dataset<T> FromEnumerable<T>(IEnumerable<T> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return elements switch
        {
            Dataset<T> dataset => dataset,
            IReadOnlyList<T> list => new ElementsDataset<T>(new ListElements<T>(list)),
            _ => new EnumerableDataset<T>(_ => elements),
        };
    }

    /// <summary>The elements of a sequence that is made anew for each pass.</summary>
    /// <param name="elements">Makes it.</param>
    /// <example><code>var lines = Dataset.FromEnumerable(() => File.ReadLines("log.txt"));</code></example>
    public static Dataset<T> FromEnumerable<T>(Func<IEnumerable<T>> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new EnumerableDataset<T>(_ => elements());
    }

    /// <summary>The elements of a sequence that depends on the pass.</summary>
    /// <param name="elements">Makes it from the pass's number, the same for the same number.</param>
    /// <example><code>var generated = Dataset.FromEnumerable(pass => Generate(seed: (int)pass));</code></example>
    public static Dataset<T> FromEnumerable<T>(Func<long, IEnumerable<T>> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new EnumerableDataset<T>(elements);
    }

    /// <summary>The elements of an asynchronous sequence: messages of a service, rows of a database.</summary>
    /// <param name="elements">The sequence; each pass reads it from its start.</param>
    /// <remarks>Put <c>Prefetch</c> behind it, so that waiting for elements and using them go on at the same time.</remarks>
    public static Dataset<T> FromAsyncEnumerable<T>(IAsyncEnumerable<T> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new AsyncEnumerableDataset<T>(() => elements);
    }

    /// <summary>The elements of an asynchronous sequence that is made anew for each pass.</summary>
    /// <param name="elements">Makes it.</param>
    public static Dataset<T> FromAsyncEnumerable<T>(Func<IAsyncEnumerable<T>> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new AsyncEnumerableDataset<T>(elements);
    }

    /// <summary>The whole numbers from one on.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static Dataset<int> Range(int start, int count) => FromEnumerable(Enumerable.Range(start, count));
}

using System.Collections;
using System.Runtime.CompilerServices;

namespace Kerasharp.Layers;

/// <summary>The key of a hash: two whole numbers, or one that stands for both. Both convert to it.</summary>
/// <example><code>new Hashing(numBins: 3, salt: 133)
/// new Hashing(numBins: 3, salt: [133, 137])</code></example>
[CollectionBuilder(typeof(HashSalt), nameof(Create))]
public sealed class HashSalt : IReadOnlyList<long>
{
    private readonly long[] _numbers;

    private HashSalt(long first, long second) => _numbers = [first, second];

    /// <summary>Two.</summary>
    public int Count => 2;

    /// <summary>The number at a place.</summary>
    public long this[int index] => _numbers[index];

    /// <summary>From a collection expression of one or two numbers.</summary>
    /// <exception cref="ArgumentException">There are none, or more.</exception>
    public static HashSalt Create(ReadOnlySpan<long> numbers) =>
        numbers.Length is 1 or 2
            ? new(numbers[0], numbers[^1])
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"A salt of {numbers.Length} numbers came; one or two were expected. Give as many."
                )
            );

    /// <summary>A number for both.</summary>
    public static implicit operator HashSalt(long number) => new(number, number);

    /// <summary>Two numbers.</summary>
    public static implicit operator HashSalt(long[] numbers) => Create(numbers);

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)_numbers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

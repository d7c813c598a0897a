using Kerasharp.Initializers;

namespace Kerasharp.Data;

/// <summary>
/// The elements in random order. Elements in memory are shuffled by their numbers with the same draws as a stream would be, so both ways
/// give the same order.
/// </summary>
internal sealed class ShuffleDataset<T>(Dataset<T> source, int bufferSize, ulong seed, bool reshuffleEachPass)
    : Dataset<T>
{
    public override long? Count => source.Count;

    internal override Elements<T>? Access(long pass) =>
        source.Access(pass) is { } elements ? elements.Choose(Order(elements.Count, pass)) : null;

    internal override IEnumerator<T> Read(long pass, long skip) => Access(pass)?.From(skip) ?? Stream(pass, skip);

    private IEnumerator<T> Stream(long pass, long skip)
    {
        using var elements = source.Read(pass, 0);
        var random = Draws(pass);
        var buffer = new List<T>();
        while (buffer.Count < bufferSize && elements.MoveNext())
            buffer.Add(elements.Current);
        while (buffer.Count > 0)
        {
            int place = Draw(random, buffer.Count);
            var drawn = buffer[place];
            if (elements.MoveNext())
            {
                buffer[place] = elements.Current;
            }
            else
            {
                buffer[place] = buffer[^1];
                buffer.RemoveAt(buffer.Count - 1);
            }
            if (skip-- <= 0)
                yield return drawn;
        }
    }

    private int[] Order(int count, long pass)
    {
        var random = Draws(pass);
        var order = new int[count];
        int filled = Math.Min(bufferSize, count);
        var buffer = new int[filled];
        for (int i = 0; i < filled; i++)
            buffer[i] = i;
        for (int i = 0, next = filled; i < count; i++)
        {
            int place = Draw(random, filled);
            order[i] = buffer[place];
            buffer[place] = next < count ? next++ : buffer[--filled];
        }
        return order;
    }

    private RandomSource Draws(long pass) => new(KeyedRandom.Key(seed, reshuffleEachPass ? pass : 0));

    // The upper half of a product is even to within 2^-64 times the limit.
    private static int Draw(RandomSource random, int limit) =>
        (int)Math.BigMul(random.NextUInt64(), (ulong)limit, out _);
}

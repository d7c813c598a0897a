namespace Kerasharp.Data;

/// <summary>Elements that lie in memory, by number.</summary>
internal abstract class Elements<T>
{
    public abstract int Count { get; }

    public abstract T this[int index] { get; }

    /// <summary>Some of the elements in another order, without moving any.</summary>
    public virtual Elements<T> Choose(int[] order) => new ChosenElements<T>(this, order);

    /// <summary>Reads them from a place on.</summary>
    public IEnumerator<T> From(long start)
    {
        for (long i = start; i < Count; i++)
            yield return this[(int)i];
    }
}

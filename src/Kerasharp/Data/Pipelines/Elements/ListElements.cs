namespace Kerasharp.Data;

/// <summary>The elements of a list.</summary>
internal sealed class ListElements<T>(IReadOnlyList<T> list) : Elements<T>
{
    public override int Count => list.Count;

    public override T this[int index] => list[index];
}

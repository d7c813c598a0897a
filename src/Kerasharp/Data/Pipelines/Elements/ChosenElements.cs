namespace Kerasharp.Data;

/// <summary>Some elements of others in an order of their own.</summary>
internal sealed class ChosenElements<T>(Elements<T> source, int[] order) : Elements<T>
{
    public override int Count => order.Length;

    public override T this[int index] => source[order[index]];

    public override Elements<T> Choose(int[] other) =>
        new ChosenElements<T>(source, Array.ConvertAll(other, i => order[i]));
}

namespace Kerasharp.Data;

/// <summary>Elements in memory.</summary>
internal sealed class ElementsDataset<T>(Elements<T> elements) : Dataset<T>
{
    public override long? Count => elements.Count;

    internal override Elements<T> Access(long pass) => elements;

    internal override IEnumerator<T> Read(long pass, long skip) => elements.From(skip);
}

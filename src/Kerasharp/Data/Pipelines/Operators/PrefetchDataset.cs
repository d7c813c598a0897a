namespace Kerasharp.Data;

/// <summary>The elements, made ahead by a thread of its own.</summary>
internal sealed class PrefetchDataset<T>(Dataset<T> source, int bufferSize) : Dataset<T>
{
    public override long? Count => source.Count;

    internal override Elements<T>? Access(long pass) => source.Access(pass);

    internal override IEnumerator<T> Read(long pass, long skip) =>
        new AheadReader<T>(() => source.Read(pass, skip), bufferSize);
}

namespace Kerasharp.Layers;

/// <summary>Strings in the order of their characters' code points, which is that of their bytes in UTF-8, as Keras sorts them.</summary>
internal sealed class TokenOrder : IComparer<string>
{
    private TokenOrder() { }

    public static TokenOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var a = x.AsSpan();
        var b = y.AsSpan();
        int same = a.CommonPrefixLength(b);
        return same == a.Length || same == b.Length
            ? a.Length.CompareTo(b.Length)
            : Rank(a[same]).CompareTo(Rank(b[same]));
    }

    /// <summary>Halves of characters beyond 0xFFFF stand behind all others, though their numbers are in the midst.</summary>
    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}

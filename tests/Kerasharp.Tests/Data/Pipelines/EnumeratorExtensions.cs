namespace Kerasharp.Tests.Data.Pipelines;

internal static class EnumeratorExtensions
{
    /// <summary>What is left, disposing the enumerator behind it.</summary>
    public static IEnumerable<T> Rest<T>(this IEnumerator<T> elements)
    {
        using (elements)
            while (elements.MoveNext())
                yield return elements.Current;
    }
}

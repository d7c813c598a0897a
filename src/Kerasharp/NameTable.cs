namespace Kerasharp;

/// <summary>Objects by the names that Keras takes, case-sensitive as there.</summary>
/// <param name="kind">What they are, for errors.</param>
/// <param name="entries">The names of each, the one that errors list first, and how it is made.</param>
internal sealed class NameTable<T>(string kind, params (string[] Names, Func<T> Make)[] entries)
{
    /// <summary>A new object of that name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public T Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var (names, make) in entries)
            if (names.Contains(name))
                return make();
        throw Unknown.Name(kind, name, entries.Select(e => e.Names[0]));
    }
}

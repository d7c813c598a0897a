using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Kerasharp.Callbacks;

/// <summary>
/// Loss and metrics by name. Those of a batch are read from the device when a hook first looks at them, so that hooks that do not look
/// cost nothing; they are to be looked at in the hook.
/// </summary>
/// <example><code>
/// var logs = new Logs { ["loss"] = 0.5 };   // for a loop of one's own
/// </code></example>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private Func<IReadOnlyDictionary<string, double>>? _read;
    private List<KeyValuePair<string, double>>? _entries;

    /// <summary>Logs without numbers, to be set by name.</summary>
    public Logs() => _entries = [];

    /// <summary>Numbers that are known.</summary>
    /// <param name="entries">Names and numbers, in the order in which they are shown.</param>
    public Logs(IEnumerable<KeyValuePair<string, double>> entries) => _entries = [.. entries];

    /// <summary>Numbers that are read when somebody looks.</summary>
    internal Logs(Func<IReadOnlyDictionary<string, double>> read) => _read = read;

    /// <summary>The number of entries.</summary>
    public int Count => Entries.Count;

    /// <summary>The names, in the order in which they are shown.</summary>
    public IEnumerable<string> Keys => Entries.Select(e => e.Key);

    /// <summary>The numbers, in the order of the names.</summary>
    public IEnumerable<double> Values => Entries.Select(e => e.Value);

    /// <summary>The names in a message.</summary>
    internal string Names => Count == 0 ? "nothing" : string.Join(", ", Keys.Select(k => $"'{k}'"));

    private List<KeyValuePair<string, double>> Entries
    {
        get
        {
            if (_entries is not null)
                return _entries;
            if (_read is null)
            {
                throw new InvalidOperationException(
                    "The logs of a batch were looked at after the hook to which they came; by then they would be "
                        + "those of another batch. Look at them in the hook."
                );
            }
            return _entries = [.. _read()];
        }
    }

    /// <summary>
    /// The number of a name. One that is set, as the learning rate by <see cref="ReduceLROnPlateau"/>, is seen by the callbacks behind
    /// and stands in the history.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists those there are.</exception>
    public double this[string key]
    {
        get =>
            TryGetValue(key, out double value)
                ? value
                : throw new KeyNotFoundException(
                    $"The logs were asked for '{key}'; they have {Names}. Use one of these names, or add the metric or the validation data."
                );
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            var entry = KeyValuePair.Create(key, value);
            int place = Entries.FindIndex(e => e.Key == key);
            if (place < 0)
                Entries.Add(entry);
            else
                Entries[place] = entry;
        }
    }

    /// <summary>Whether there is a number of that name.</summary>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <summary>The number of a name, if there is one.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        // A handful of entries is looked through faster than hashed.
        foreach (var entry in Entries)
        {
            if (entry.Key == key)
            {
                value = entry.Value;
                return true;
            }
        }
        value = 0;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => Entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Lets go of what is not read yet.</summary>
    internal void Close() => _read = null;
}

namespace Kerasharp.Data;

/// <summary>What is given for each input or output of a model, in order or by name.</summary>
internal static class NamedItems
{
    /// <summary>The items in a model's order: as they stand where they have no names, otherwise as the names say.</summary>
    /// <param name="kind">What an item is, for messages: an array, a loss.</param>
    /// <param name="argument">What the caller's argument is called: <c>x</c>, <c>loss</c>.</param>
    /// <param name="items">The items.</param>
    /// <param name="names">Their names, or null.</param>
    /// <param name="expected">The names of the model's inputs or outputs, in order.</param>
    /// <param name="owner">Whose they are, for messages.</param>
    /// <exception cref="ArgumentException">There are too many, too few or others.</exception>
    public static T[] InOrder<T>(
        string kind,
        string argument,
        IReadOnlyList<T> items,
        IReadOnlyList<string>? names,
        IReadOnlyList<string> expected,
        string owner = "the model"
    )
    {
        string wanted = string.Join(", ", expected.Select(n => $"'{n}'"));
        if (names is null)
        {
            return items.Count == expected.Count
                ? [.. items]
                : throw new ArgumentException(
                    FormattableString.Invariant(
                        $"{items.Count} came as {argument}; {owner} has {expected.Count}: {wanted}. Give {kind} for each."
                    )
                );
        }
        var byName = new Dictionary<string, T>();
        for (int i = 0; i < items.Count; i++)
            byName[names[i]] = items[i];
        if (names.FirstOrDefault(n => !expected.Contains(n)) is { } unknown)
            throw new ArgumentException(
                $"The name '{unknown}' came in {argument}; {owner} has {wanted}. Use these names."
            );
        if (expected.FirstOrDefault(n => !byName.ContainsKey(n)) is { } missing)
            throw new ArgumentException(
                $"Nothing came for '{missing}' in {argument}; {owner} has {wanted}. Give {kind} for each."
            );
        return [.. expected.Select(n => byName[n])];
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Saving;

/// <summary>Which weight of a file is which of a model; what does not fit is told by names and shapes of both sides.</summary>
internal static partial class WeightMatch
{
    private const int ShownDifferences = 3;

    /// <summary>
    /// By name where every name is there. Otherwise by order: layers are numbered through the process, so that dense_1 in one process is
    /// dense in another; and arrays that <c>numpy.savez</c> named are <c>arr_0</c>, <c>arr_1</c> and so on. Names that differ by more than
    /// their numbers while others fit are no such case.
    /// </summary>
    /// <param name="source">What messages call the file.</param>
    /// <param name="stored">The file's weights, in its order.</param>
    /// <param name="weights">The model's weights, in the order in which the file has them.</param>
    /// <param name="keys">Their names.</param>
    /// <param name="model">What messages call the model.</param>
    /// <param name="anyFloat">Whether numbers of another floating-point type fit, since they are converted.</param>
    /// <returns>For each weight the place of its elements in the file.</returns>
    /// <exception cref="ArgumentException">Number, names, shapes or types do not fit.</exception>
    public static int[] Find(
        string source,
        IReadOnlyList<StoredWeight> stored,
        IReadOnlyList<Weight> weights,
        IReadOnlyList<string> keys,
        string model,
        bool anyFloat = false
    )
    {
        var expected = weights.Select((w, i) => new StoredWeight(keys[i], w.ElementType, w.Shape.ToArray())).ToArray();
        var places = stored.Count == expected.Length ? Places(stored, expected) : null;
        if (places is null)
            throw Differs(source, stored, expected, model);
        for (int i = 0; i < places.Length; i++)
            if (!Fits(stored[places[i]], expected[i], anyFloat))
                throw Differs(source, [.. places.Select(p => stored[p])], expected, model, anyFloat);
        return places;
    }

    private static int[]? Places(IReadOnlyList<StoredWeight> stored, StoredWeight[] expected)
    {
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < stored.Count; i++)
            byName[stored[i].Name] = i;
        int found = expected.Count(e => byName.ContainsKey(e.Name));
        if (found == expected.Length)
            return Array.ConvertAll(expected, e => byName[e.Name]);
        int[] inOrder = [.. Enumerable.Range(0, stored.Count)];
        if (stored.All(s => NumPyName().IsMatch(s.Name)))
            return [.. inOrder.OrderBy(i => decimal.Parse(stored[i].Name[4..], CultureInfo.InvariantCulture))];
        bool sameButNumbers = expected
            .Select(e => WithoutNumbers(e.Name))
            .SequenceEqual(stored.Select(s => WithoutNumbers(s.Name)));
        return found == 0 || sameButNumbers ? inOrder : null;
    }

    private static bool Fits(StoredWeight stored, StoredWeight expected, bool anyFloat) =>
        stored.Dims.AsSpan().SequenceEqual(expected.Dims)
        && (stored.Type == expected.Type || (anyFloat && stored.Type.IsFloat() && expected.Type.IsFloat()));

    private static ArgumentException Differs(
        string source,
        IReadOnlyList<StoredWeight> stored,
        StoredWeight[] expected,
        string model,
        bool anyFloat = false
    )
    {
        bool named = stored.Select(s => s.Name).Intersect(expected.Select(e => e.Name)).Any();
        var differences = Enumerable
            .Range(0, Math.Max(stored.Count, expected.Length))
            .Select(i => (Came: stored.ElementAtOrDefault(i), Expected: expected.ElementAtOrDefault(i)))
            .Where(pair =>
                pair is not ({ } came, { } wanted)
                || !Fits(came, wanted, anyFloat)
                || (named && WithoutNumbers(came.Name) != WithoutNumbers(wanted.Name))
            )
            .Take(ShownDifferences)
            .Select(pair =>
                $"{pair.Came?.ToString() ?? "nothing"} where the model has {pair.Expected?.ToString() ?? "nothing"}"
            )
            .ToArray();
        return new ArgumentException(
            $"The file '{source}' came with {stored.Count} weights; those of the model '{model}', {expected.Length}, were expected. The first that differ: "
                + $"{string.Join("; ", differences)}. Load it into the model that wrote it."
        );
    }

    private static string WithoutNumbers(string path) => Numbers().Replace(path, "");

    [GeneratedRegex("_[0-9]+(?=/)")]
    private static partial Regex Numbers();

    [GeneratedRegex("^arr_[0-9]{1,20}$")]
    private static partial Regex NumPyName();
}

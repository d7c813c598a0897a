using System.Collections;
using System.Globalization;

namespace Kerasharp.Onnx.Tests.Gradients;

/// <summary>Named cases of a family of operators; each draws a configuration of its own for each seed.</summary>
internal sealed class GradientCases : IEnumerable<GradientCases.Entry>
{
    private readonly List<Entry> _entries = [];

    /// <summary>A case.</summary>
    /// <param name="Name">Its name within the family.</param>
    /// <param name="Make">Draws a configuration.</param>
    /// <param name="Twice">Whether second derivatives are checked too.</param>
    public sealed record Entry(string Name, Func<Draw, GradientCase> Make, bool Twice)
    {
        /// <summary>The draw of a seed, another one for each case.</summary>
        public Draw Draw(int seed) =>
            new(Name.Aggregate(seed, (hash, letter) => unchecked(hash * 31 + letter)) & int.MaxValue);
    }

    public void Add(string name, Func<Draw, GradientCase> make, bool twice = false) =>
        _entries.Add(new Entry(name, make, twice));

    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The seeds to test: twenty, or the one that KERASHARP_TEST_SEED names, or as many as KERASHARP_TEST_ROUNDS says.</summary>
    public static IEnumerable<int> Seeds(int rounds = 20)
    {
        if (Environment.GetEnvironmentVariable("KERASHARP_TEST_SEED") is { Length: > 0 } seed)
            return [int.Parse(seed, CultureInfo.InvariantCulture)];
        if (Environment.GetEnvironmentVariable("KERASHARP_TEST_ROUNDS") is { Length: > 0 } many)
            rounds = int.Parse(many, CultureInfo.InvariantCulture);
        return Enumerable.Range(0, rounds);
    }
}

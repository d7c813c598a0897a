using System.Text.RegularExpressions;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Saving;

/// <summary>
/// Finds things by names in which layers' numbers may differ: layers are numbered through the process, so that <c>dense_1</c> in one is
/// <c>dense</c> in another, or in the same where a model was made before.
/// </summary>
internal static partial class StateMatch
{
    /// <summary>For each name that is looked for the place where it is, or -1.</summary>
    /// <param name="wanted">The names looked for, with types.</param>
    /// <param name="there">The names among which they are, in the same order among those that differ by numbers alone.</param>
    /// <returns>By name where all are there. Otherwise by order among those that differ by numbers alone, if there are as many of these on both sides.</returns>
    public static int[] Find(
        IReadOnlyList<(string Name, ElementType Type)> wanted,
        IReadOnlyList<(string Name, ElementType Type)> there
    )
    {
        var places = Enumerable.Range(0, there.Count).ToDictionary(i => there[i].Name, StringComparer.Ordinal);
        int[] byName = [.. wanted.Select(w => places.GetValueOrDefault(w.Name, -1))];
        if (!byName.Contains(-1))
            return byName;
        var kinds = Kinds(there);
        var byOrder = new int[wanted.Count];
        foreach (var (kind, members) in Kinds(wanted))
        {
            if (!kinds.TryGetValue(kind, out var alike) || alike.Length != members.Length)
                return byName;
            for (int i = 0; i < members.Length; i++)
                byOrder[members[i]] = alike[i];
        }
        return byOrder;
    }

    private static Dictionary<(string, ElementType), int[]> Kinds(IReadOnlyList<(string Name, ElementType Type)> names) =>
        Enumerable
            .Range(0, names.Count)
            .GroupBy(i => (Numbers().Replace(names[i].Name, ""), names[i].Type))
            .ToDictionary(g => g.Key, g => g.ToArray());

    // dense_1/kernel, and an optimizer's adam/dense_1_kernel_momentum.
    [GeneratedRegex("_[0-9]+(?=[/_])")]
    private static partial Regex Numbers();
}

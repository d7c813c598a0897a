using System.Text.RegularExpressions;

namespace Kerasharp.Tests.Layers;

/// <summary>What nodes a graph has, from its text.</summary>
internal static partial class GraphOperators
{
    /// <summary>The operators, in order.</summary>
    public static IEnumerable<string> Of(string graph) => Line().Matches(graph).Select(m => m.Groups["op"].Value);

    /// <summary>The names of the first outputs of all nodes of an operator, in order.</summary>
    public static IEnumerable<string> Outputs(string graph, string op) =>
        Line().Matches(graph).Where(m => m.Groups["op"].Value == op).Select(m => m.Groups["name"].Value);

    [GeneratedRegex(@"^  (?<name>\S+): \w+\[.* = (?<op>[\w.]+)\(", RegexOptions.Multiline)]
    private static partial Regex Line();
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kerasharp.Tests.Coverage;

/// <summary>Writes docs/coverage.md: Keras's names against ours, all of it found out.</summary>
internal static class CoverageDocument
{
    /// <summary>Where the document lies.</summary>
    public static string FilePath { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Source())!, "..", "..", "..", "docs", "coverage.md"));

    /// <summary>All tables.</summary>
    public static IReadOnlyList<(string Title, CoverageRow[] Rows)> Tables { get; } =
    [
        .. KerasTables.Layers.Select(t => (t.Title, KerasCoverage.Layers(t.Names).ToArray())),
        ("Activations", [.. KerasCoverage.Activations()]),
        ("Initializers", [.. KerasCoverage.Functions("initializers", "Initializers", KerasTables.Initializers)]),
        ("Regularizers", [.. KerasCoverage.Functions("regularizers", "Regularizers", KerasTables.Regularizers)]),
        ("Constraints", [.. KerasCoverage.Functions("constraints", "Constraints", KerasTables.Constraints)]),
        ("Metrics", [.. KerasCoverage.Metrics()]),
        ("Losses", [.. KerasCoverage.Losses(KerasTables.Losses)]),
        ("Optimizers", [.. KerasCoverage.Optimizers()]),
        ("Schedules of the learning rate", [.. KerasCoverage.Schedules()]),
        ("Callbacks", [.. KerasCoverage.Callbacks()]),
        ("Models", [.. KerasCoverage.Models()]),
        .. KerasFeatures.All.Select(t => (t.Title, KerasCoverage.Features(t.Title, t.Features).ToArray())),
    ];

    /// <summary>The text of the document.</summary>
    public static string Text()
    {
        var text = new StringBuilder();
        int yes = Tables.Sum(t => t.Rows.Count(r => r.IsYes));
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            # What of Keras is there

            Keras 3.16's names against ours: {yes} of {Tables.Sum(
                t => t.Rows.Length
            )}. The tests write this page. A layer is a yes when its class is found,
            has every argument that Keras's has, and passes the harness (reference numbers, gradients, configuration, a step of training,
            export at three opsets) with each argument set to something other than its default; the last column counts its examples.
            Losses, metrics, optimizers, schedules and callbacks have the same rule with their own reference numbers. What is no class is a yes
            when the members that are named are public, have the parameters in brackets, and a test of it is there.


            """
        );
        var explained = KerasTables.Explained.ToDictionary(e => e.Name, e => e.Why);
        foreach (var (title, rows) in Tables)
        {
            bool counted = rows.Any(r => r.Examples > 0);
            text.Append(
                CultureInfo.InvariantCulture,
                $"## {title}\n\n| Keras | Kerasharp | |{(counted ? " examples |" : "")}\n| --- | --- | --- |{(counted ? " --- |" : "")}\n"
            );
            foreach (var row in rows)
            {
                string state =
                    row.IsYes ? "yes"
                    : explained.GetValueOrDefault(row.Keras) is { } why ? why
                    : "no: lacks " + string.Join(", ", row.Missing);
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {row.Keras} | {row.Ours} | {state} |{(counted ? $" {row.Examples} |" : "")}\n"
                );
            }
            text.Append('\n');
        }
        text.Append("## Arguments that are left out\n\n| Argument | why |\n| --- | --- |\n");
        foreach (var (name, why) in KerasTables.LeftOut)
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {why} |\n");
        text.Append(
            "\n## Arguments of which Keras takes one value\n\n| Class | argument | value |\n| --- | --- | --- |\n"
        );
        foreach (var (owner, argument, value) in KerasTables.OneValued)
            text.Append(CultureInfo.InvariantCulture, $"| {owner} | {argument} | {value} |\n");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Source([CallerFilePath] string path = "") => path;
}

using System.Globalization;
using Kerasharp.Looking.Drawing;

namespace Kerasharp.Looking;

/// <summary>The charts of a history: one for each metric, with what training and validation gave.</summary>
internal static class HistoryCharts
{
    private const string Validation = "val_";

    /// <summary>The names without those of validations: the loss, then the others in their order.</summary>
    public static IReadOnlyList<string> Names(History history) =>
        [.. history.Names.Select(Base).Distinct().OrderBy(n => n == "loss" ? 0 : 1)];

    /// <summary>The charts of all names, or of some.</summary>
    public static IReadOnlyList<LineChart> Of(History history, IReadOnlyList<string>? names, bool logScale)
    {
        if (history.Epoch.Count == 0)
            throw new InvalidOperationException(
                "A history without epochs was to be drawn; at least one that has ended was expected. Call it after Fit, with epochs of 1 or more."
            );
        var known = Names(history);
        foreach (string name in names ?? [])
            if (!known.Contains(name))
                throw Unknown.Name("name in the history", name, known);
        if (names is { Count: 0 })
            throw new ArgumentException(
                $"An empty list of names came; at least one of {string.Join(", ", known.Select(n => $"'{n}'"))} was expected. Leave it out to draw all.",
                nameof(names)
            );
        return [.. (names ?? known).Select(n => Of(history, n, logScale))];
    }

    /// <summary>The name of what the best value is taken of: the validation's, where there is one.</summary>
    public static string Judged(History history, string name) =>
        history.Names.Contains(Validation + name) ? Validation + name : name;

    private static LineChart Of(History history, string name, bool logScale)
    {
        string judged = Judged(history, name);
        ChartLine[] lines =
        [
            .. new[] { name, Validation + name }
                .Where(history.Names.Contains)
                .Select(n => Line(history, n, isValidation: n != name, isJudged: n == judged)),
        ];
        return new LineChart
        {
            Title = name,
            XLabel = "epoch",
            Lines = lines,
            LogY = logScale && BestValue.IsLarge(name) == false,
            WholeX = true,
        };
    }

    private static ChartLine Line(History history, string name, bool isValidation, bool isJudged)
    {
        string shown = isValidation ? "validation" : "training";
        var epochs = history.EpochsOf(name);
        var values = history[name];
        int? best = isJudged ? BestValue.Index(name, values) : null;
        string legend = best is { } b
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{shown}, best {AxisNumber.Short(values[b])} in epoch {epochs[b] + 1}"
            )
            : shown;
        return new ChartLine(legend, [.. epochs.Zip(values, (e, v) => (e + 1.0, v))], isValidation ? 1 : 0)
        {
            Hint = shown,
            Marked = best,
        };
    }

    private static string Base(string name) =>
        name.StartsWith(Validation, StringComparison.Ordinal) ? name[Validation.Length..] : name;
}

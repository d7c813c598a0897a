using System.Globalization;
using Kerasharp.Looking.Drawing;
using Kerasharp.Models.Plot;
using Kerasharp.Models.Summary;
using Kerasharp.Training;

namespace Kerasharp.Looking.Reports;

/// <summary>A page about a run.</summary>
/// <param name="history">The run.</param>
/// <param name="model">The model that was trained.</param>
internal sealed class RunReport(History history, Model model)
{
    private const double ChartWidth = 400;
    private const double ChartHeight = 270;

    private readonly HtmlText _page = new();

    public string? Title { get; init; }

    public string? Notes { get; init; }

    public ConfusionMatrix? Confusion { get; init; }

    public bool LogScale { get; init; }

    /// <summary>The page, its lines ended by a line feed.</summary>
    public string Write()
    {
        var charts = HistoryCharts.Of(history, names: null, LogScale);
        var summary = model.GetSummary();
        string title = string.IsNullOrWhiteSpace(Title) ? $"Training of {model.Name}" : Title;
        Begin(title);
        Figures(summary);
        if (!string.IsNullOrWhiteSpace(Notes))
            NotesOf(Notes);
        Section("Curves", () => Charts(charts));
        Section("Values", Values);
        if (Confusion is { } confusion)
            Section("Confusion matrix", () => Matrix(confusion));
        Section("Model", () => Layers(summary));
        _page.Raw("<div class=\"columns\">");
        Section("Training", () => _page.Facts(RunConfiguration.Facts(history, model).Concat(Sizes())));
        Section("Time", () => _page.Facts(RunTimes.Facts(history)));
        Section("Environment", () => _page.Facts(RunEnvironment.Facts(model)));
        _page.Raw("</div>\n</main>\n</body>\n</html>");
        return _page.ToString();
    }

    private void Begin(string title)
    {
        _page.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>");
        _page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
        _page.Raw("<meta name=\"color-scheme\" content=\"light dark\"/>");
        _page.Line($"<title>{title}</title>");
        _page.Raw(
            $"<style>\n{ReportStyle.Rules}{ChartColors.DarkRules()}{(Confusion is null ? "" : HeatColors.DarkRules())}\n</style>\n</head>\n<body>\n<main>\n<header>"
        );
        _page.Line($"<h1>{title}</h1>");
        string began = history.Started is { } started
            ? started.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)
            : "";
        _page.Line($"<p>{began}</p>");
        _page.Raw("</header>");
    }

    /// <summary>What one looks for first.</summary>
    private void Figures(ModelSummary summary)
    {
        _page.Raw("<div class=\"figures\">");
        // The loss alone where there is nothing else; with metrics beside it these tell more.
        foreach (string name in HistoryCharts.Names(history).OrderBy(n => n == "loss" ? 1 : 0).Take(3))
        {
            string judged = HistoryCharts.Judged(history, name);
            var values = history[judged];
            if (BestValue.Index(name, values) is { } best)
                Figure(
                    ProgressText.Value(values[best]),
                    judged,
                    string.Create(CultureInfo.InvariantCulture, $"best, in epoch {history.EpochsOf(judged)[best] + 1}")
                );
            else
                Figure(ProgressText.Value(values[^1]), judged, "last");
        }
        Figure(
            AxisNumber.Count(history.Epoch.Count),
            history.Epoch.Count == 1 ? "epoch" : "epochs",
            history.EpochsAsked is { } asked && asked != history.Epoch.Count ? $"of {AxisNumber.Count(asked)}" : null
        );
        Figure(RunTimes.Of(history.TotalDuration), "time", null);
        Figure(AxisNumber.Count(summary.Trainable.Count + summary.NonTrainable.Count), "parameters", null);
        _page.Raw("</div>");
    }

    private void Figure(string value, string name, string? detail) =>
        _page.Line($"<div><b>{value}</b><span>{HtmlText.Breakable(name)}</span><small>{detail ?? ""}</small></div>");

    private void NotesOf(string notes)
    {
        _page.Raw("<section class=\"notes\"><h2>Notes</h2>");
        foreach (
            string paragraph in notes.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        )
            _page.Line($"<p>{HtmlText.Lines(paragraph.Trim())}</p>");
        _page.Raw("</section>");
    }

    private void Section(string title, Action content)
    {
        _page.Line($"<section><h2>{title}</h2>");
        content();
        _page.Raw("</section>");
    }

    private void Charts(IReadOnlyList<LineChart> charts)
    {
        _page.Raw("<div class=\"charts\">");
        foreach (var chart in charts)
            _page.Raw(
                "<figure>"
                    + ChartPicture.Inline(
                        ChartWidth,
                        ChartHeight,
                        $"{chart.Title} over the epochs",
                        svg => LineChartWriter.Write(svg, chart, new PlotRect(0, 0, ChartWidth, ChartHeight))
                    )
                    + "</figure>"
            );
        _page.Raw("</div>");
    }

    private void Values() =>
        _page.Table(
            ["", ">training, last", ">validation, last", ">best", ">in epoch"],
            HistoryCharts
                .Names(history)
                .Select(name =>
                {
                    string judged = HistoryCharts.Judged(history, name);
                    int? best = BestValue.Index(name, history[judged]);
                    return (string[])
                        [
                            name,
                            Last(name),
                            Last($"val_{name}"),
                            best is { } b ? ProgressText.Value(history[judged][b]) : "",
                            best is { } e ? AxisNumber.Count(history.EpochsOf(judged)[e] + 1) : "",
                        ];
                })
        );

    private string Last(string name) => history.Names.Contains(name) ? ProgressText.Value(history[name][^1]) : "";

    private void Matrix(ConfusionMatrix confusion)
    {
        var map = ConfusionHeatMap.Of(confusion, normalize: null, title: null);
        _page.Raw("<div class=\"matrix\">");
        _page.Raw(
            FormattableString.Invariant($"<figure class=\"map\" style=\"max-width:{map.Width:0}px\">")
                + ChartPicture.Inline(map.Width, map.Height, map.Title, map.Write)
                + "</figure>"
        );
        _page.Table(
            ["class", ">precision", ">recall", ">F1", ">examples"],
            confusion.ClassNames.Select(
                (name, i) =>
                    (string[])
                        [
                            name,
                            Share(confusion.Precision(i)),
                            Share(confusion.Recall(i)),
                            Share(confusion.F1(i)),
                            AxisNumber.Count(confusion.Support(i)),
                        ]
            )
        );
        _page.Raw("</div>");
    }

    private static string Share(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private void Layers(ModelSummary summary)
    {
        string[] headings = ["layer", "class", "output", ">parameters"];
        _page.Table(
            summary.IsGraph ? [.. headings, "connected to"] : headings,
            summary.Rows.Select(row =>
            {
                string indent = string.Concat(Enumerable.Repeat("\u2003", row.Level));
                string[] cells =
                [
                    indent + row.Name,
                    row.TypeName,
                    row.OutputShape ?? "?",
                    row.Parameters is { } count ? AxisNumber.Count(count) : "unbuilt",
                ];
                return summary.IsGraph ? [.. cells, row.ConnectedTo ?? ""] : cells;
            })
        );
        _page.Facts([
            ("Trainable", Parameters(summary.Trainable)),
            ("Not trainable", summary.NonTrainable.Count == 0 ? null : Parameters(summary.NonTrainable)),
            ("Kept by the optimizer", summary.Optimizer is { } state ? Parameters(state) : null),
        ]);
    }

    private static string Parameters(ParameterTotal total) =>
        $"{AxisNumber.Count(total.Count)} ({SummaryPrinter.ReadableSize(total.Bytes)})";

    private IEnumerable<(string Name, string? Value)> Sizes() =>
        [
            ("Examples", history.Examples is { } n ? AxisNumber.Count(n) : null),
            ("Validated on", history.ValidationExamples is { } v and > 0 ? AxisNumber.Count(v) : null),
            ("Batch size", history.BatchSize is { } size ? AxisNumber.Count(size) : null),
            ("Steps an epoch", history.Steps is { } steps ? AxisNumber.Count(steps) : null),
            (
                "Epochs",
                history.EpochsAsked is { } asked && asked != history.Epoch.Count
                    ? $"{AxisNumber.Count(history.Epoch.Count)} of {AxisNumber.Count(asked)}"
                    : AxisNumber.Count(history.Epoch.Count)
            ),
        ];
}

using System.Globalization;
using System.Text;

namespace Kerasharp.Models.Summary;

/// <summary>A model's summary as text, the same that Keras prints.</summary>
internal static class SummaryPrinter
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>The text, its lines ended by a line feed.</summary>
    /// <param name="summary">What to print.</param>
    /// <param name="showTrainable">Whether a column says which layers are trained.</param>
    /// <param name="expandNested">Whether the layers inside nested models are printed.</param>
    /// <param name="lineLength">The table's width; null for 88 characters (108 for a graph), but no more than the terminal allows.</param>
    /// <param name="positions">Where the columns end, as shares of the line; null for Keras's.</param>
    /// <param name="terminalWidth">The terminal's width; 80 when there is none.</param>
    /// <exception cref="ArgumentException">A column would be too narrow, or the positions are not one for each column.</exception>
    internal static string Print(
        ModelSummary summary,
        bool showTrainable = false,
        bool expandNested = false,
        int? lineLength = null,
        IReadOnlyList<double>? positions = null,
        int terminalWidth = 80
    )
    {
        var columns = Columns(summary.IsGraph, showTrainable, positions);
        var widest = (summary.IsGraph ? 108 : 88) + (showTrainable ? 12 : 0);
        var table = new TextTable(columns, lineLength ?? Math.Min(widest, terminalWidth - 4));

        var text = new StringBuilder();
        text.Append("Model: \"").Append(summary.Name).Append("\"\n");
        table.Write(
            text,
            summary
                .Rows.Where(row => expandNested || row.Level == 0)
                .Select(row => Cells(row, summary.IsGraph, showTrainable))
        );
        WriteTotal(text, "Total", summary.Total);
        WriteTotal(text, "Trainable", summary.Trainable);
        WriteTotal(text, "Non-trainable", summary.NonTrainable);
        if (summary.Optimizer is { } optimizer)
            WriteTotal(text, "Optimizer", optimizer);
        return text.ToString();
    }

    /// <summary>A size with two decimals, in the largest unit (of 1,024 each) of which there is one.</summary>
    internal static string ReadableSize(long bytes)
    {
        // Decimal, since Python rounds a half of the last digit to the even one, and here halves are exact.
        var size = (decimal)bytes;
        var unit = 0;
        while (size >= 1024 && unit < Units.Length - 1)
        {
            size /= 1024;
            unit++;
        }
        var rounded = Math.Round(size, 2, MidpointRounding.ToEven);
        return rounded.ToString("0.00", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    private static TextTable.Column[] Columns(bool isGraph, bool showTrainable, IReadOnlyList<double>? positions)
    {
        List<TextTable.Column> columns =
        [
            new("Layer (type)", TextTable.Alignment.Left, isGraph ? 0.3 : 0.45),
            new("Output Shape", TextTable.Alignment.Left, isGraph ? 0.56 : 0.8),
            new("Param #", TextTable.Alignment.Right, isGraph ? 0.74 : 1),
        ];
        if (isGraph)
            columns.Add(new("Connected to", TextTable.Alignment.Left, 1));
        if (positions is not null)
        {
            if (positions.Count != columns.Count)
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"{positions.Count} positions came; this summary has {columns.Count} columns "
                    )
                        + $"({string.Join(", ", columns.Select(column => column.Heading))}). Give one position for each of them.",
                    nameof(positions)
                );
            for (var i = 0; i < columns.Count; i++)
                columns[i] = columns[i] with { Position = positions[i] };
        }
        if (!showTrainable)
            return [.. columns];
        return
        [
            .. columns.Select(column => column with { Position = column.Position * 0.9 }),
            new("Trainable", TextTable.Alignment.Center, 1),
        ];
    }

    private static string[] Cells(SummaryRow row, bool isGraph, bool showTrainable)
    {
        var indent = row.Level == 0 ? "" : string.Concat(Enumerable.Repeat("   ", row.Level)) + "└ ";
        List<string> cells =
        [
            $"{indent}{row.Name} ({row.TypeName})",
            row.OutputShape ?? "?",
            row.Parameters is { } count ? Thousands(count) : "0 (unbuilt)",
        ];
        if (isGraph)
            cells.Add(string.IsNullOrEmpty(row.ConnectedTo) ? "-" : row.ConnectedTo);
        if (showTrainable)
            cells.Add(
                row.Trainable switch
                {
                    true => "Y",
                    false => "N",
                    null => "-",
                }
            );
        return [.. cells];
    }

    private static void WriteTotal(StringBuilder text, string label, ParameterTotal total) =>
        text.Append(' ')
            .Append(label)
            .Append(" params: ")
            .Append(Thousands(total.Count))
            .Append(" (")
            .Append(ReadableSize(total.Bytes))
            .Append(")\n");

    private static string Thousands(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}

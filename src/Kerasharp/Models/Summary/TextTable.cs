using System.Text;

namespace Kerasharp.Models.Summary;

/// <summary>A table of fixed width in box-drawing characters, laid out as the table that Keras prints.</summary>
internal sealed class TextTable
{
    internal enum Alignment
    {
        Left,
        Right,
        Center,
    }

    /// <summary>A column: its heading, and where it ends as a share of the line or, above 1, in characters.</summary>
    internal readonly record struct Column(string Heading, Alignment Alignment, double Position);

    // A narrower column cannot show anything; Keras refuses it likewise.
    private const int NarrowestColumn = 4;

    private readonly IReadOnlyList<Column> columns;
    private readonly int[] widths;

    /// <exception cref="ArgumentException">A column would be too narrow.</exception>
    internal TextTable(IReadOnlyList<Column> columns, int lineLength)
    {
        this.columns = columns;
        widths = Widths(columns, lineLength);
    }

    internal void Write(StringBuilder text, IEnumerable<IReadOnlyList<string>> rows)
    {
        WriteRule(text, '┏', '━', '┳', '┓');
        WriteCells(text, [.. columns.Select(column => column.Heading)], '┃');
        WriteRule(text, '┡', '━', '╇', '┩');
        var first = true;
        foreach (var row in rows)
        {
            if (!first)
                WriteRule(text, '├', '─', '┼', '┤');
            WriteCells(text, row, '│');
            first = false;
        }
        WriteRule(text, '└', '─', '┴', '┘');
    }

    // The columns get their shares of the line and a blank on either side; borders come on top, so there is too much,
    // which goes off the columns in turn, rounded as Python rounds.
    private static int[] Widths(IReadOnlyList<Column> columns, int lineLength)
    {
        var widths = new int[columns.Count];
        var start = 0;
        for (var i = 0; i < widths.Length; i++)
        {
            var position = columns[i].Position;
            var end = (int)(position <= 1 ? position * lineLength : position);
            if (end - start < NarrowestColumn)
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"The summary's column '{columns[i].Heading}' would be {end - start} characters wide in a line of {lineLength}; "
                    ) + $"a column needs at least {NarrowestColumn}. Give a longer line or other positions."
                );
            widths[i] = end - start + 2;
            start = end;
        }

        var excess = widths.Sum() - (lineLength - widths.Length - 1);
        for (var i = 0; i < widths.Length && excess > 0; i++)
        {
            var off = Math.Min(
                widths[i],
                (int)Math.Round((double)excess / (widths.Length - i), MidpointRounding.ToEven)
            );
            widths[i] -= off;
            excess -= off;
        }
        return widths;
    }

    private void WriteRule(StringBuilder text, char left, char line, char cross, char right)
    {
        for (var i = 0; i < widths.Length; i++)
            text.Append(i == 0 ? left : cross).Append(line, widths[i]);
        text.Append(right).Append('\n');
    }

    private void WriteCells(StringBuilder text, IReadOnlyList<string> cells, char bar)
    {
        var lines = cells.Select((cell, i) => Wrap(cell, Math.Max(widths[i] - 2, 1))).ToArray();
        var height = lines.Max(line => line.Count);
        for (var row = 0; row < height; row++)
        {
            text.Append(bar);
            for (var i = 0; i < lines.Length; i++)
            {
                var line = row < lines[i].Count ? lines[i][row] : "";
                text.Append(' ').Append(Align(line, widths[i] - 2, columns[i].Alignment)).Append(' ').Append(bar);
            }
            text.Append('\n');
        }
    }

    private static string Align(string line, int width, Alignment alignment) =>
        alignment switch
        {
            Alignment.Right => line.PadLeft(width),
            Alignment.Center => line.PadLeft(line.Length + (Math.Max(width - line.Length, 0) / 2)).PadRight(width),
            _ => line.PadRight(width),
        };

    // Whole words go to the next line; what is longer than a line is cut, with an ellipsis for the rest.
    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in Words(text))
        {
            if (line.Length > 0 && line.Length + word.TrimEnd().Length > width)
            {
                lines.Add(Cut(line.ToString(), width));
                line.Clear();
            }
            line.Append(word);
        }
        lines.Add(Cut(line.ToString(), width));
        return lines;
    }

    // A word and the blanks after it; blanks at the very start belong to the first word.
    private static IEnumerable<string> Words(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
                at++;
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            yield return text[start..at];
        }
    }

    private static string Cut(string line, int width)
    {
        line = line.TrimEnd();
        return line.Length <= width ? line : string.Concat(line.AsSpan(0, width - 1), "…");
    }
}

using System.Globalization;
using System.Text;

namespace Kerasharp.Benchmarks.Reports;

/// <summary>A table in Markdown; what is not known is a dash.</summary>
internal sealed class MarkdownTable
{
    private readonly StringBuilder _text = new();

    public MarkdownTable(params ReadOnlySpan<string> heads)
    {
        Row(heads);
        Row([.. Enumerable.Repeat("---", heads.Length)]);
    }

    /// <summary>Whether there is a row.</summary>
    public bool HasRows { get; private set; }

    public void Add(params ReadOnlySpan<string> cells)
    {
        HasRows = true;
        Row(cells);
    }

    /// <summary>A number of three digits or so.</summary>
    public static string Show(double? number) =>
        number switch
        {
            null => "-",
            >= 100 => Format(number, "0"),
            >= 10 => Format(number, "0.0"),
            >= 1 => Format(number, "0.00"),
            _ => Format(number, "0.000"),
        };

    /// <summary>A number in a format of its own.</summary>
    public static string Format(double? number, string format) =>
        number?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    public override string ToString() => _text.ToString();

    private void Row(ReadOnlySpan<string> cells) =>
        _text.Append("| ").AppendJoin(" | ", cells.ToArray()).Append(" |\n");
}

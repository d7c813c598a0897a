using System.Globalization;
using System.Text;
using Kerasharp.Models.Plot;

namespace Kerasharp.Looking.Reports;

/// <summary>The text of a page while it is written.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    /// <summary>Text that is HTML already.</summary>
    public void Raw(string html) => _text.Append(html).Append('\n');

    /// <summary>A line of HTML whose parts in braces are escaped.</summary>
    public void Line(FormattableString html) =>
        Raw(string.Format(CultureInfo.InvariantCulture, html.Format, [.. html.GetArguments().Select(Escaped)]));

    /// <summary>A table.</summary>
    /// <param name="headings">What stands above the columns; those that begin with <c>&gt;</c> are of numbers, at the right.</param>
    /// <param name="rows">Its rows.</param>
    public void Table(string[] headings, IEnumerable<string[]> rows)
    {
        Raw("<div class=\"wide\"><table><thead><tr>");
        foreach (string heading in headings)
            Line($"<th{new Unescaped(IsNumber(heading))}>{heading.TrimStart('>')}</th>");
        Raw("</tr></thead><tbody>");
        foreach (string[] row in rows)
        {
            _text.Append("<tr>");
            for (int i = 0; i < row.Length; i++)
                _text.Append($"<td{IsNumber(headings[i])}>{Breakable(row[i]).Html}</td>");
            Raw("</tr>");
        }
        Raw("</tbody></table></div>");

        static string IsNumber(string heading) => heading.StartsWith('>') ? " class=\"n\"" : "";
    }

    /// <summary>A list of names and what they stand for; what is not known (null) is left out.</summary>
    public void Facts(IEnumerable<(string Name, string? Value)> facts)
    {
        Raw("<dl>");
        foreach (var (name, value) in facts.Where(f => f.Value is not null))
            Line($"<div><dt>{name}</dt><dd>{Breakable(value!, withinWords: false)}</dd></div>");
        Raw("</dl>");
    }

    /// <summary>Text that may be broken behind brackets and underscores on narrow screens, and names where their words end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="withinWords">Whether names may be; a sentence has spaces enough.</param>
    public static Unescaped Breakable(string text, bool withinWords = true)
    {
        var broken = new StringBuilder(text.Length);
        int start = 0;
        for (int i = 1; i < text.Length; i++)
        {
            bool isHump = char.IsAsciiLetterLower(text[i - 1]) && char.IsAsciiLetterUpper(text[i]);
            if (text[i - 1] is '_' or '(' || (withinWords && isHump))
            {
                broken.Append(Escape(text[start..i])).Append("<wbr/>");
                start = i;
            }
        }
        return new(broken.Append(Escape(text[start..])).ToString());
    }

    /// <summary>Text of several lines.</summary>
    public static Unescaped Lines(string text) =>
        new(string.Join("<br/>\n", text.ReplaceLineEndings("\n").Split('\n').Select(Escape)));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Escape(string text) => XmlText.Escape(text);

    private static object Escaped(object? part) =>
        part switch
        {
            Unescaped raw => raw.Html,
            string text => Escape(text),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => Escape(part?.ToString() ?? ""),
        };

    /// <summary>What goes into a line as it is.</summary>
    public readonly record struct Unescaped(string Html);
}

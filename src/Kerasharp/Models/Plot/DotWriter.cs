using System.Globalization;
using System.Text;

namespace Kerasharp.Models.Plot;

/// <summary>A graph in Graphviz's language, with the attributes that Keras sets.</summary>
internal sealed class DotWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>The text of a whole graph, its lines ended by a line feed.</summary>
    public static string Graph(PlotGraph graph, PlotOptions options)
    {
        var writer = new DotWriter();
        writer.Line(0, "digraph G {");
        writer.Line(1, $"rankdir={options.Rankdir};");
        writer.Line(1, "concentrate=true;");
        writer.Line(1, $"dpi={options.Dpi};");
        writer.Line(1, $"splines={options.Splines};");
        writer.Line(1, "node [shape=record];");
        writer.Content(graph, 1);
        writer.Line(0, "}");
        return writer._text.ToString();
    }

    /// <summary>The text of a cluster, as it stands within another graph.</summary>
    public static string Cluster(PlotGraph graph)
    {
        var writer = new DotWriter();
        writer.Cluster(graph, 0);
        return writer._text.ToString();
    }

    private void Cluster(PlotGraph graph, int level)
    {
        Line(level, $"subgraph cluster_{graph.Id} {{");
        Line(level + 1, "style=dashed;");
        Line(level + 1, $"label=\"{Quoted(graph.Name)}\";");
        Line(level + 1, "labeljust=l;");
        Content(graph, level + 1);
        Line(level, "}");
    }

    private void Content(PlotGraph graph, int level)
    {
        foreach (var node in graph.Nodes)
        {
            if (node is PlotGraph inner)
                Cluster(inner, level);
            else
                Line(
                    level,
                    $"{node.Id} [label=<{Label(((PlotBox)node).Label)}>, fontname=Helvetica, border=0, margin=0];"
                );
        }
        foreach (var edge in graph.Edges)
            Line(level, $"{edge.From.Id} -> {edge.To.Id} [penwidth=2];");
    }

    private static string Label(BoxLabel label)
    {
        var text = new StringBuilder();
        string span = string.Create(CultureInfo.InvariantCulture, $"colspan=\"{Math.Max(1, label.Cells.Count)}\"");
        string type = XmlText.Escape(label.TypeName);
        string title = label.Name is { } name ? $"<b>{XmlText.Escape(name)}</b> ({type})" : $"<b>{type}</b>";
        text.Append("<table border=\"0\" cellborder=\"1\" bgcolor=\"black\" cellpadding=\"10\">");
        text.Append("<tr>").Append(Cell($"{span} bgcolor=\"black\"", 16, "white", title)).Append("</tr>");
        if (label.Activation is { } activation)
            text.Append("<tr>")
                .Append(Cell($"{span} bgcolor=\"white\"", 14, null, $"Activation: <b>{XmlText.Escape(activation)}</b>"))
                .Append("</tr>");
        if (label.Cells.Count > 0)
        {
            text.Append("<tr>");
            foreach (var cell in label.Cells)
                text.Append(
                    Cell(
                        $"bgcolor=\"{cell.Background}\"",
                        14,
                        cell.Color == "white" ? "white" : null,
                        $"{cell.Caption}<b>{XmlText.Escape(cell.Text)}</b>"
                    )
                );
            text.Append("</tr>");
        }
        return text.Append("</table>").ToString();
    }

    private static string Cell(string attributes, int size, string? color, string content)
    {
        string font = color is null ? "" : $" color=\"{color}\"";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<td {attributes}><font point-size=\"{size}\"{font}>{content}</font></td>"
        );
    }

    private static string Quoted(string name) =>
        name.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .ReplaceLineEndings("\\n");

    private void Line(int level, FormattableString text) => Line(level, text.ToString(CultureInfo.InvariantCulture));

    private void Line(int level, string text) => _text.Append(' ', 4 * level).Append(text).Append('\n');
}

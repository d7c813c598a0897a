using System.Globalization;
using System.Text;
using System.Text.Json;
using Kerasharp.Looking.Profiles;
using Kerasharp.Onnx.Files;

namespace Kerasharp;

/// <summary>Where the time of a training step goes, layer by layer. Made by <see cref="Model.Profile"/>.</summary>
public sealed class StepProfile
{
    private const double Thousand = 1000;
    private readonly ProfiledNode[] _nodes;

    internal StepProfile(double[] runs, ProfiledNode[] nodes)
    {
        _nodes = nodes;
        Steps = runs.Length;
        StepTime = Median(runs) / Thousand;
        Layers =
        [
            .. nodes
                .GroupBy(n => n.Layer)
                .Select(g => new LayerTime(
                    g.Key,
                    Sum(g, Phase.Forward),
                    Sum(g, Phase.Backward),
                    Sum(g, Phase.Update),
                    (int)Math.Round(g.Count() / (double)Math.Max(1, runs.Length))
                ))
                .OrderByDescending(l => l.Total),
        ];

        double Sum(IEnumerable<ProfiledNode> of, Phase phase) =>
            of.Where(n => n.Phase == phase).Sum(n => n.Duration) / Thousand / Math.Max(1, runs.Length);
    }

    /// <summary>How many steps were measured.</summary>
    public int Steps { get; }

    /// <summary>The time of a step in milliseconds: the median.</summary>
    public double StepTime { get; }

    /// <summary>The layers, the loss, metrics and the optimizer, those first that take most; milliseconds a step, means over the steps.</summary>
    public IReadOnlyList<LayerTime> Layers { get; }

    /// <summary>What operators take, in milliseconds a step, those first that take most.</summary>
    public IReadOnlyList<(string Operator, double Time, int Nodes)> Operators =>
        [
            .. _nodes
                .GroupBy(n => n.Op)
                .Select(g =>
                    (
                        g.Key,
                        g.Sum(n => n.Duration) / Thousand / Math.Max(1, Steps),
                        (int)Math.Round(g.Count() / (double)Math.Max(1, Steps))
                    )
                )
                .OrderByDescending(o => o.Item2),
        ];

    /// <summary>Writes the steps as a trace that chrome://tracing and Perfetto open: a bar for each node, one line for each part of a step.</summary>
    /// <param name="path">The file, such as step.json; one that is there is replaced.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using var json = new Utf8JsonWriter(stream);
                json.WriteStartObject();
                json.WriteStartArray("traceEvents");
                foreach (var phase in Enum.GetValues<Phase>())
                {
                    json.WriteStartObject();
                    json.WriteString("ph", "M");
                    json.WriteString("name", "thread_name");
                    json.WriteNumber("pid", 1);
                    json.WriteNumber("tid", (int)phase);
                    json.WriteStartObject("args");
                    json.WriteString("name", phase.ToString());
                    json.WriteEndObject();
                    json.WriteEndObject();
                }
                foreach (var node in _nodes)
                {
                    json.WriteStartObject();
                    json.WriteString("ph", "X");
                    json.WriteString("name", $"{node.Layer}: {node.Op}");
                    json.WriteString("cat", node.Phase.ToString());
                    json.WriteNumber("ts", node.Start);
                    json.WriteNumber("dur", node.Duration);
                    json.WriteNumber("pid", 1);
                    json.WriteNumber("tid", (int)node.Phase);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
        );

    /// <summary>A table: a line for each layer, in milliseconds a step.</summary>
    public override string ToString()
    {
        double inNodes = Layers.Sum(l => l.Total);
        int width = Math.Max(5, Layers.Select(l => l.Layer.Length).DefaultIfEmpty().Max());
        var text = new StringBuilder();
        Line("layer", "forward", "backward", "update", "total", "share", "nodes");
        foreach (var layer in Layers)
            Line(
                layer.Layer,
                Time(layer.Forward),
                Time(layer.Backward),
                Time(layer.Update),
                Time(layer.Total),
                inNodes > 0 ? (layer.Total / inNodes).ToString("0.0 %", CultureInfo.InvariantCulture) : "",
                layer.Nodes.ToString(CultureInfo.InvariantCulture)
            );
        Line(
            "all",
            Time(Layers.Sum(l => l.Forward)),
            Time(Layers.Sum(l => l.Backward)),
            Time(Layers.Sum(l => l.Update)),
            Time(inNodes),
            "",
            Layers.Sum(l => l.Nodes).ToString(CultureInfo.InvariantCulture)
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"A step takes {Time(StepTime)} ms (median of {Steps}); what is not in nodes is the runtime's and the profile's own."
        );
        return text.ToString();

        void Line(string layer, params ReadOnlySpan<string> columns)
        {
            text.Append(layer.PadRight(width));
            foreach (string column in columns)
                text.Append(column.PadLeft(10));
            text.AppendLine();
        }
    }

    private static string Time(double milliseconds) => milliseconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static double Median(double[] numbers)
    {
        if (numbers.Length == 0)
            return 0;
        double[] sorted = [.. numbers.Order()];
        return sorted[sorted.Length / 2];
    }
}

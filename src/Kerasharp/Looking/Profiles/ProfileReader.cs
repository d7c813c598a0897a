using System.Text.Json;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Looking.Profiles;

/// <summary>Reads the profile that ONNX Runtime writes: events of runs and, within them, of nodes.</summary>
internal static class ProfileReader
{
    private const string NodeSuffix = "_kernel_time";
    private const string Gradient = "gradient";

    /// <summary>The runs' times in microseconds, and the nodes of each.</summary>
    /// <param name="path">The profile.</param>
    /// <param name="skipped">How many runs at the beginning do not count.</param>
    /// <param name="optimizer">The optimizer's name, under which its nodes stand.</param>
    public static (double[] Runs, ProfiledNode[] Nodes) Read(string path, int skipped, string optimizer)
    {
        using var stream = File.OpenRead(path);
        using var document = JsonDocument.Parse(stream);
        var events = document
            .RootElement.EnumerateArray()
            .Where(e => e.TryGetProperty("ph", out var ph) && ph.ValueEquals("X"));
        var runs = new List<(double Start, double Duration)>();
        var nodes = new List<ProfiledNode>();
        foreach (var e in events)
        {
            string name = e.GetProperty("name").GetString() ?? "";
            var time = (Start: e.GetProperty("ts").GetDouble(), Duration: e.GetProperty("dur").GetDouble());
            if (name == "model_run")
                runs.Add(time);
            else if (e.GetProperty("cat").ValueEquals("Node") && name.EndsWith(NodeSuffix, StringComparison.Ordinal))
                nodes.Add(Node(name[..^NodeSuffix.Length], e.GetProperty("args"), time, optimizer));
        }
        var counted = runs.OrderBy(r => r.Start).Skip(skipped).ToArray();
        double first = counted.Length == 0 ? 0 : counted[0].Start;
        return (
            [.. counted.Select(r => r.Duration)],
            [.. nodes.Where(n => n.Start >= first).Select(n => n with { Start = n.Start - first })]
        );
    }

    private static ProfiledNode Node(
        string name,
        JsonElement args,
        (double Start, double Duration) time,
        string optimizer
    )
    {
        string op = args.TryGetProperty("op_name", out var given) ? given.GetString() ?? "" : "";
        string[] parts = name.Split('/');
        string[] scopes = parts[..^1];
        string layer = scopes.FirstOrDefault(s => s != Gradient) ?? "(none)";
        var phase =
            layer == optimizer || Updates.IsUpdate(op) ? Phase.Update
            : scopes.Contains(Gradient) ? Phase.Backward
            : Phase.Forward;
        return new ProfiledNode(layer, phase, op, time.Start, time.Duration);
    }
}

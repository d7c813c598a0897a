using System.Text.Json.Nodes;

namespace Kerasharp.Benchmarks.Reports;

/// <summary>The lines that the peers printed, in the order of the runs.</summary>
internal sealed class RawLines
{
    private readonly List<JsonObject> _lines;

    private RawLines(List<JsonObject> lines) => _lines = lines;

    /// <summary>Reads a file; what is no JSON in braces is passed over.</summary>
    public static RawLines Read(string path) => Parse(File.ReadLines(path));

    /// <inheritdoc cref="Read"/>
    public static RawLines Parse(IEnumerable<string> lines) =>
        new([.. lines.Where(l => l.StartsWith('{')).Select(l => JsonNode.Parse(l)!.AsObject())]);

    /// <summary>The workloads that something was measured of, in their order.</summary>
    public IEnumerable<string> Workloads => _lines.Select(l => Text(l, "workload")).OfType<string>().Distinct();

    /// <summary>The names of peers with their versions.</summary>
    public IEnumerable<string> Peers => _lines.Select(l => Text(l, "peer")).OfType<string>().Distinct();

    /// <summary>What a line says of how it was run, such as tf32; null where it says nothing.</summary>
    public IEnumerable<string?> Ways =>
        _lines.Where(l => Text(l, "peer") is not null).Select(l => Text(l, "way")).Distinct();

    /// <summary>Some of the lines.</summary>
    public RawLines Where(Func<JsonObject, bool> condition) => new([.. _lines.Where(condition)]);

    /// <summary>The lines of a workload by a peer, by the beginning of its name, in the order of the runs.</summary>
    public IReadOnlyList<JsonObject> Of(string peer, string workload) =>
        [
            .. _lines.Where(l =>
                Text(l, "workload") == workload && Text(l, "peer")?.StartsWith(peer, StringComparison.Ordinal) == true
            ),
        ];

    /// <summary>A text that some line has.</summary>
    public string? Find(string field) => _lines.Select(l => Text(l, field)).FirstOrDefault(t => t is not null);

    /// <summary>The median of a field over the runs; null where no line has it.</summary>
    public double? Median(string peer, string workload, string field)
    {
        double[] numbers = [.. Of(peer, workload).Select(l => Number(l, field)).OfType<double>()];
        return numbers.Length == 0 ? null : Timing.Median(numbers);
    }

    /// <summary>The median of the quotients of runs that stood beside one another.</summary>
    public double? Ratio(string peer, string other, string workload, string field = "ms_per_step")
    {
        double[] ratios =
        [
            .. Of(peer, workload)
                .Zip(Of(other, workload), (a, b) => Number(a, field) / Number(b, field))
                .OfType<double>(),
        ];
        return ratios.Length == 0 ? null : Timing.Median(ratios);
    }

    public static double? Number(JsonObject line, string field) => line[field]?.GetValue<double>();

    public static string? Text(JsonObject line, string field) => line[field]?.GetValue<string>();
}

using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Kerasharp.Benchmarks;

/// <summary>The lines that are printed: those of <c>peers/</c> have the same fields.</summary>
internal static class JsonLine
{
    /// <summary>The name that stands in each line, with the version.</summary>
    public static string Peer { get; } =
        "kerasharp "
        + typeof(Model)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    /// <summary>The most memory that the process had so far.</summary>
    public static long PeakMegabytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 >> 20;
        }
    }

    /// <summary>The beginning of a line.</summary>
    public static JsonObject Of(string workload) => new() { ["peer"] = Peer, ["workload"] = workload };

    /// <summary>A line that says why there is no measurement.</summary>
    public static void Skip(string workload, string reason)
    {
        var line = Of(workload);
        line["skipped"] = reason;
        Print(line);
    }

    public static void Print(JsonObject line) => Console.WriteLine(line.ToJsonString());
}

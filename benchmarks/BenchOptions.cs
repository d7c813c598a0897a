using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks;

/// <summary>What is measured, where, and how large it is.</summary>
/// <param name="Names">The names of workloads and measurements; all ten workloads where none came.</param>
/// <param name="Device">Where steps run.</param>
/// <param name="Tiny">Whether the GPU's workloads are made small, to see on any machine that they work.</param>
/// <param name="Way">What lines say of how they were run: tf32, or tf32 and recorded; null for exact arithmetic, node by node.</param>
/// <param name="ListsNodes">Whether each line is followed by the step's operators and how many there are of each.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Names, Device Device, bool Tiny, string? Way, bool ListsNodes)
{
    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">An option is not known, or lacks its value.</exception>
    public static BenchOptions Parse(ReadOnlySpan<string> args)
    {
        var names = new List<string>();
        var device = Device.Default;
        bool tiny = false;
        bool tf32 = false;
        bool captures = false;
        bool lists = false;
        while (args is [var first, .. var rest])
        {
            args = rest;
            switch (first)
            {
                case "--device":
                    device = Parsed(Value(ref args, first));
                    break;
                case "--scale":
                    tiny = Value(ref args, first) switch
                    {
                        "tiny" => true,
                        "full" => false,
                        var other => throw new ArgumentException(
                            $"The scale '{other}' came; full or tiny was expected. Leave --scale out for full."
                        ),
                    };
                    break;
                case "--tf32":
                    tf32 = true;
                    break;
                case "--capture":
                    captures = true;
                    break;
                case "--nodes":
                    lists = true;
                    break;
                case ['-', ..]:
                    throw new ArgumentException(
                        $"The option '{first}' came; --device, --scale, --tf32, --capture or --nodes was expected. Correct its name."
                    );
                default:
                    names.Add(first);
                    break;
            }
        }
        if (device.Name == "cuda" && (tf32 || captures))
            device = Device.Cuda(device.Index, new CudaOptions { UseTf32 = tf32, GraphCapture = captures });
        return new BenchOptions(
            names.Count > 0 ? names : [.. Workload.All.Select(w => w.Name)],
            device,
            tiny,
            (tf32, captures) switch
            {
                (true, true) => "tf32, recorded",
                (true, false) => "tf32",
                (false, true) => "exact, recorded",
                _ => null,
            },
            lists
        );
    }

    /// <summary>The workload of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Workload Find(string name) =>
        Workload.All.Concat(GpuWorkloads.All(Tiny)).FirstOrDefault(w => w.Name == name)
        ?? throw new ArgumentException(
            $"'{name}' was asked for; one of {string.Join(", ", Workload.All.Concat(GpuWorkloads.All(Tiny)).Select(w => w.Name))} was expected. Correct the name."
        );

    /// <summary>A device by its name; "twins" is the processor with what CUDA's graphs hold, to count their nodes where there is no GPU.</summary>
    private static Device Parsed(string name) => name == "twins" ? Device.PlainCpu : Device.Parse(name);

    private static string Value(ref ReadOnlySpan<string> args, string option)
    {
        if (args is not [var value, .. var rest])
            throw new ArgumentException($"{option} came last; its value was expected behind it. Give one.");
        args = rest;
        return value;
    }
}

using System.Text;
using Kerasharp.Workloads;
using static Kerasharp.Benchmarks.Reports.MarkdownTable;

namespace Kerasharp.Benchmarks.Reports;

/// <summary>Ours beside the peers' on the processor: benchmarks/RESULTS.md.</summary>
internal static class StepsReport
{
    private const string Ours = "kerasharp";
    private const string Torch = "pytorch";
    private const string Tfjs = "tfjs";

    // What a step may take, as a part of PyTorch's.
    private static readonly Dictionary<string, double> Goals = new()
    {
        ["mlp"] = 0.40,
        ["mlp-wide"] = 0.25,
        ["mlp-tiny"] = 0.20,
        ["convnet"] = 0.65,
        ["cifar"] = 0.65,
        ["resnet20"] = 0.85,
        ["lstm"] = 0.45,
        ["lstm-long"] = 0.50,
        ["gru"] = 0.50,
        ["transformer"] = 0.55,
    };

    public static string Write(RawLines lines)
    {
        var text = new StringBuilder();
        text.Append(
            $"""
            # Results

            Written by `benchmarks/compare.sh`, which anyone may repeat. Each number is the median of {Runs(
                lines
            )} runs, each run a process of its own;
            Kerasharp's and PyTorch's take turns, and a ratio is the median of the quotients of neighbours: times of a shared machine drift, ratios
            hardly do. PyTorch has its best settings (OPENBLAS_NUM_THREADS=1, OMP_NUM_THREADS=cores), tfjs its WebAssembly back end.

            {Report.Machine(lines)}

            """.ReplaceLineEndings(
                "\n"
            )
        );
        Steps(text, lines);
        Inference(text, lines);
        Others(text, lines);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static int Runs(RawLines lines) =>
        lines.Workloads.Select(w => lines.Of(Ours, w).Count).DefaultIfEmpty(0).Max();

    private static void Steps(StringBuilder text, RawLines lines)
    {
        var table = new MarkdownTable(
            "workload",
            "Kerasharp ms",
            "PyTorch ms",
            "ratio",
            "goal",
            "peak MB",
            "PyTorch's",
            "first step ms",
            "PyTorch's",
            "tfjs ms",
            "ours over tfjs"
        );
        var skipped = new List<string>();
        foreach (string name in Workload.All.Select(w => w.Name).Where(lines.Workloads.Contains))
        {
            table.Add(
                name,
                Show(lines.Median(Ours, name, "ms_per_step")),
                Show(lines.Median(Torch, name, "ms_per_step")),
                Format(lines.Ratio(Ours, Torch, name), "0.00"),
                Format(Goals[name], "0.00"),
                Format(lines.Median(Ours, name, "peak_mb"), "0"),
                Format(lines.Median(Torch, name, "peak_mb"), "0"),
                Format(lines.Median(Ours, name, "first_step_ms"), "0"),
                Format(lines.Median(Torch, name, "first_step_ms"), "0"),
                Show(lines.Median(Tfjs, name, "ms_per_step")),
                Format(lines.Ratio(Ours, Tfjs, name), "0.00")
            );
            if (lines.Of(Tfjs, name).Select(l => RawLines.Text(l, "skipped")).FirstOrDefault() is { } reason)
                skipped.Add($"* tfjs, {name}: {reason}\n");
        }
        Section(text, "Training, milliseconds a step", table);
        if (skipped.Count > 0)
            text.Append("What tfjs could not train:\n\n").AppendJoin("", skipped).Append('\n');
    }

    private static void Inference(StringBuilder text, RawLines lines)
    {
        var table = new MarkdownTable(
            "workload",
            "Predict ms",
            "bare session ms",
            "Predict above it, us",
            "ModelSession ms",
            "PyTorch ms",
            "ratio"
        );
        foreach (string name in Benchmarks.Inference.Names.Where(lines.Workloads.Contains))
            table.Add(
                name,
                Show(lines.Median(Ours, name, "ms_per_step")),
                Show(lines.Median(Ours, name, "session_ms")),
                Format(lines.Median(Ours, name, "above_session_us"), "0.0"),
                Show(lines.Median(Ours, name, "model_session_ms")),
                Show(lines.Median(Torch, name, "ms_per_step")),
                Format(lines.Ratio(Ours, Torch, name), "0.00")
            );
        Section(
            text,
            "Inference, milliseconds a call",
            table,
            "The bare session is ONNX Runtime on the exported file, its inputs and outputs bound once; Predict has been called 33 times, so that its weights are constants, too. The last part of a name is the batch."
        );
    }

    private static void Others(StringBuilder text, RawLines lines)
    {
        if (lines.Workloads.Contains(FashionEpoch.Name))
        {
            var epoch = new MarkdownTable("", "Kerasharp", "PyTorch", "ratio");
            epoch.Add(
                "one epoch of Fashion-MNIST, s",
                Show(lines.Median(Ours, FashionEpoch.Name, "epoch_s")),
                Show(lines.Median(Torch, FashionEpoch.Name, "epoch_s")),
                Format(lines.Ratio(Ours, Torch, FashionEpoch.Name, "epoch_s"), "0.00")
            );
            Section(text, "An epoch", epoch);
        }
        var starts = new MarkdownTable(
            "start",
            "cold ms",
            "again ms",
            "whole process ms",
            "PyTorch's whole process ms"
        );
        foreach (string name in StartTimes.Names.Where(lines.Workloads.Contains))
            starts.Add(
                name,
                Format(lines.Median(Ours, name, "cold_ms"), "0"),
                Format(lines.Median(Ours, name, "again_ms"), "0"),
                Format(lines.Median(Ours, name, "process_ms"), "0"),
                Format(lines.Median(Torch, name, "process_ms"), "0")
            );
        Section(
            text,
            "Start",
            starts,
            "The model built, differentiated and its step opened; cold is the first in a process. The whole process runs to the end of the first step."
        );
        var sizes = new MarkdownTable(
            "export",
            "ONNX file, bytes",
            "of it around the weights",
            "PyTorch's saved weights, bytes"
        );
        foreach (
            string name in Workload.All.Select(w => $"{ExportSizes.Name}-{w.Name}").Where(lines.Workloads.Contains)
        )
            sizes.Add(
                name[(ExportSizes.Name.Length + 1)..],
                Format(lines.Median(Ours, name, "file_bytes"), "#,0"),
                Format(lines.Median(Ours, name, "file_bytes") - lines.Median(Ours, name, "weight_bytes"), "#,0"),
                Format(lines.Median(Torch, name, "file_bytes"), "#,0")
            );
        Section(text, "Size of exports", sizes);
    }

    private static void Section(StringBuilder text, string title, MarkdownTable table, string? remark = null)
    {
        if (!table.HasRows)
            return;
        text.Append($"## {title}\n\n");
        if (remark is not null)
            text.Append(remark).Append("\n\n");
        text.Append(table).Append('\n');
    }
}

using System.Diagnostics;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Saving.Steps;
using Kerasharp.Training;
using Kerasharp.Workloads;

namespace Kerasharp.Benchmarks.Scaling;

/// <summary>
/// How long it takes until the first step of a deep network is ready, part by part, and of how many nodes it is. Narrow layers: what is
/// measured is the writing of graphs, not arithmetic.
/// </summary>
internal static class StartSeries
{
    /// <summary>The workload's name in lines.</summary>
    public const string Line = "scaling-start";

    private const int Batch = 8;
    private const int Classes = 10;
    private const int Repetitions = 3;

    /// <summary>The parts, in order.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["build", "write", "differentiate", "passes", "open"];

    private static readonly int[] Layers = [10, 100, 400];

    private static readonly (string Name, int[] Depths, Func<int, Workload> Make)[] Kinds =
    [
        ("dense", Layers, n => Deep([16], () => Workload.Mlp([.. Enumerable.Repeat(16, n), Classes]))),
        (
            "conv, norm",
            Layers,
            n =>
                Deep(
                    [8, 8, 3],
                    () =>
                        [
                            .. Enumerable
                                .Range(0, n)
                                .SelectMany(_ =>
                                    (Layer[])
                                        [
                                            new Conv2D(8, 3, padding: "same", useBias: false),
                                            new BatchNormalization(),
                                            new Activation("relu"),
                                        ]
                                ),
                            new GlobalAveragePooling2D(),
                            new Dense(Classes),
                        ]
                )
        ),
        (
            "encoder",
            [10, 30, 100],
            n =>
                Deep(
                    [8, 16],
                    () =>
                        [
                            .. Enumerable.Range(0, n).Select(_ => new Encoder(32, 2, dropout: 0.1, width: 16)),
                            new GlobalAveragePooling1D(),
                            new Dense(Classes),
                        ]
                )
        ),
    ];

    /// <summary>Prints a line for each kind and depth.</summary>
    public static void Run()
    {
        foreach (var (name, depths, make) in Kinds)
        {
            // Code is compiled by now.
            Start(make(10));
            foreach (int depth in depths)
            {
                var starts = Enumerable
                    .Range(0, depth > 100 ? 1 : Repetitions)
                    .Select(_ => Start(make(depth)))
                    .ToArray();
                var line = JsonLine.Of(Line);
                line["series"] = name;
                line["size"] = depth;
                line["nodes"] = starts[0].Nodes;
                foreach (var (i, part) in Parts.Index())
                    line[part + "_ms"] = Math.Round(Timing.Median(starts.Select(s => s.Parts[i])), 1);
                line["all_ms"] = Math.Round(Timing.Median(starts.Select(s => s.Parts.Sum())), 1);
                JsonLine.Print(line);
            }
        }
    }

    private static (double[] Parts, int Nodes) Start(Workload workload)
    {
        var clock = new Parted();
        using var model = TrainingBench.Compiled(workload, Device.Cpu);
        var trainer = model.CompiledTrainer!;
        var types = StepBatch.Of(model, trainer);
        double build = clock.Next();
        var forward = trainer.Written(training: true, types);
        double write = clock.Next();
        var step = trainer.Trained(forward, new Dictionary<string, long> { [Dim.Batch.Symbol!] = Batch });
        double differentiate = clock.Next();
        // As StepProgram.Compile has it on the processor.
        step.Graph.RemoveOutput(Trainer.LossOutput);
        StepProgram.Optimize(step.Graph, Device.Cpu);
        step.DropUnread();
        _ = UpdatePlan.InPlace(step);
        byte[] bytes = ModelWriter.ToBytes(step.Graph);
        double passes = clock.Next();
        using (new Session(bytes, StepProgram.SettingsFor(step.Graph, Device.Cpu))) { }
        return ([build, write, differentiate, passes, clock.Next()], step.Graph.Sort().Count);
    }

    private static Workload Deep(long[] input, Func<IEnumerable<Layer>> layers) =>
        new("deep", input, Batch, Classes, 1, layers);

    /// <summary>The milliseconds between calls.</summary>
    private sealed class Parted
    {
        private long _since = Stopwatch.GetTimestamp();

        public double Next()
        {
            long now = Stopwatch.GetTimestamp();
            double time = Stopwatch.GetElapsedTime(_since, now).TotalMilliseconds;
            _since = now;
            return time;
        }
    }
}

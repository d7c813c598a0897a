using System.CommandLine;
using System.Globalization;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Workloads;

namespace Kerasharp.Tool.SelfTest;

/// <summary><c>kerasharp selftest --device cuda:0</c>: whether a device trains to the same numbers as the processor, and how fast.</summary>
internal static class SelfTestCommand
{
    private const int Differs = 3;

    public static Command Create()
    {
        var device = new Option<string?>("--device")
        {
            Description = "What to test: cuda:0, webgpu, directml, coreml; cpu tests Kerasharp's kernels.",
        };
        var steps = new Option<int>("--steps") { Description = "How many steps.", DefaultValueFactory = _ => 50 };
        var workloads = new Option<string?>("--workloads")
        {
            Description = $"Which of {Names()}, by commas; all by default.",
        };
        return new Command(
            "selftest",
            "Trains on a device and on the processor, compares losses and weights, and times both; exit code 3 if they differ."
        )
        {
            device,
            steps,
            workloads,
        }.Does(
            (parsed, output) =>
            {
                var chosen = parsed.GetValue(device) is { } name ? Device.Parse(name) : Device.Default;
                int count = parsed.GetValue(steps);
                if (count < 1)
                    throw new ArgumentException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{count} steps came; at least 1 was expected. Give a greater number."
                        )
                    );
                return Run(chosen, count, Choose(parsed.GetValue(workloads)), output);
            }
        );
    }

    private static int Run(Device device, int steps, IReadOnlyList<Workload> workloads, TextWriter output)
    {
        DeviceCheck.Ensure(device);
        Machine.Write(output, device);
        foreach (var found in DeviceDiagnosis.Of(device, DeviceProbe.Gather(device)))
            if (!device.IsCpu)
                Machine.Line(output, "found", found);
        Machine.Line(output, "steps", steps.ToString(CultureInfo.InvariantCulture));
        // On the processor its own kernels and updates in place are tested, against what they stand for.
        if (device.IsCpu)
            Machine.Line(
                output,
                "compared",
                "the processor without Kerasharp's kernels, loops and updates in place, as cpu, with the processor with them, as device"
            );
        output.WriteLine();
        output.WriteLine(Comparison.Head);
        int wrong = 0;
        foreach (var workload in workloads)
        {
            var reference = device.IsCpu ? Device.RecordingCpu : Device.Cpu;
            var processor = Trial.Run(workload, reference, steps);
            var disturbed = Trial.Run(workload, reference, steps, disturbed: true);
            try
            {
                var trial = Trial.Run(workload, device, steps);
                var comparison = new Comparison(workload.Name, processor, disturbed, trial);
                output.WriteLine(comparison);
                wrong += comparison.IsGood ? 0 : 1;
            }
            catch (Exception error) when (error is OnnxRuntimeException or NotSupportedException)
            {
                // The other workloads may tell more.
                output.WriteLine($"{workload.Name, -12} failed: {error.Message.ReplaceLineEndings(" ")}");
                wrong++;
                if (error is DeviceLostException)
                    break;
            }
        }
        output.WriteLine();
        output.WriteLine(
            wrong == 0
                ? $"{device} trains as the processor does."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{wrong} of {workloads.Count} workloads differ from the processor. Please report this with the text above."
                )
        );
        return wrong == 0 ? 0 : Differs;
    }

    private static IReadOnlyList<Workload> Choose(string? names)
    {
        if (names is null)
            return Workload.All;
        return
        [
            .. names
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(name =>
                    Workload.All.FirstOrDefault(w => w.Name == name)
                    ?? throw new ArgumentException(
                        $"The workload '{name}' was asked for; one of {Names()} was expected. Correct the name."
                    )
                ),
        ];
    }

    private static string Names() => string.Join(", ", Workload.All.Select(w => w.Name));
}

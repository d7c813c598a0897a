using System.ComponentModel;
using System.Diagnostics;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Tests.Saving.Steps;

/// <summary>
/// The script of examples/TrainAnywhere/python trains as Fit does. The package onnxruntime is stood in for by tests/python, which calls the
/// same library.
/// </summary>
public sealed class PythonTrainingTests
{
    [Fact]
    public void FiftyStepsInPythonGiveTheLossesOfFit()
    {
        string? python = Array.Find(
            ["/usr/bin/python3", "python3"],
            name => Run(name, [], "-c", "import numpy") is not null
        );
        Assert.SkipWhen(python is null, "There is no python3 with numpy.");
        using var example = new TrainAnywhereExample(dropout: false);

        string? said = Run(
            python!,
            new()
            {
                ["PYTHONPATH"] = Path.GetFullPath(Path.Combine(TrainAnywhereExample.Sources, "../../tests/python")),
                ["PYTHONDONTWRITEBYTECODE"] = "1",
                ["KERASHARP_TEST_ORT"] = RuntimeInfo.LibraryPath,
            },
            Path.Combine(TrainAnywhereExample.Sources, "python", "train.py"),
            example.Folder,
            $"{TrainAnywhereExample.Steps}",
            $"{example.Count}"
        );

        Assert.NotNull(said);
        example.Check(said);
    }

    /// <summary>What a program prints; null if it is not there or fails.</summary>
    private static string? Run(string program, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

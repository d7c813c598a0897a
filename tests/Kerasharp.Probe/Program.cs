using System.Globalization;
using System.Text;
using Kerasharp.Probe;

// What can only be seen from a process of its own: tests start this program and read what it prints.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
switch (args)
{
    case ["losses", var seed, .. var options]:
        LossesProbe.Run(int.Parse(seed, CultureInfo.InvariantCulture), twice: options.Contains("--twice"));
        return 0;
    case ["plain-env"]:
        PlainEnvironmentProbe.Run();
        return 0;
    case ["memory-steps"]:
        MemoryProbe.RunSteps();
        return 0;
    case ["memory-models"]:
        MemoryProbe.RunModels();
        return 0;
    case ["memory-sessions"]:
        MemoryProbe.RunSessions();
        return 0;
    case ["output", var culture]:
        OutputProbe.Run(culture);
        return 0;
    case ["full-disk", var folder]:
        FullDiskProbe.Run(folder);
        return 0;
    case ["resume"]:
        ResumeProbe.Run(null);
        return 0;
    case ["resume", var backup]:
        ResumeProbe.Run(backup);
        return 0;
    case ["webgpu"]:
        WebGpuProbe.Run();
        return 0;
    case ["models"]:
        ModelsProbe.Run();
        return 0;
    case ["kernels"]:
        KernelsProbe.Run();
        return 0;
    case ["idle"]:
        IdleProbe.Run();
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: losses SEED [--twice] | plain-env | memory-steps | memory-models | memory-sessions | output CULTURE | full-disk FOLDER | resume [FOLDER] | webgpu | models | kernels | idle"
        );
        return 2;
}

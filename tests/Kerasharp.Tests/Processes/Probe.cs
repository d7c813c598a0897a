using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Kerasharp.Tests.Processes;

/// <summary>Starts tests/Kerasharp.Probe and gives what it prints: for what can only be seen from a process of its own.</summary>
internal static class Probe
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs the program to its end.</summary>
    /// <param name="arguments">What it is to do.</param>
    /// <param name="tiered">Whether methods are compiled again while the program runs, which takes memory of its own.</param>
    /// <param name="environment">Variables that it is given besides those of this process.</param>
    /// <returns>The lines that it printed.</returns>
    public static string[] Run(string[] arguments, bool tiered = true, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Host(), ["exec", Library(), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (!tiered)
            start.Environment["DOTNET_TieredCompilation"] = "0";
        foreach (var (name, value) in environment ?? [])
            start.Environment[name] = value;
        return Run(start, arguments);
    }

    /// <summary>Starts the program for a test that ends it as it likes.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(Host(), ["exec", Library(), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            }
        )!;

    /// <summary>Runs the program in a process whose files may be so long at most, as if the disk were full then; on Linux.</summary>
    public static string[] RunOnAFullDisk(int kilobytes, string[] arguments)
    {
        var start = new ProcessStartInfo(
            "/bin/bash",
            ["-c", $"trap '' XFSZ; ulimit -f {kilobytes}; exec \"$@\"", "bash", Host(), "exec", Library(), .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The runtime's own memory would count as such a file.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Run(start, arguments);
    }

    private static string[] Run(ProcessStartInfo start, string[] arguments)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The probe '{string.Join(' ', arguments)}' did not end within {Limit}.");
        }
        if (process.ExitCode != 0)
            Assert.Fail(
                $"The probe '{string.Join(' ', arguments)}' ended with code {process.ExitCode}:\n{errors.Result}{output.Result}"
            );
        return output.Result.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }

    /// <summary>The program that runs .NET's assemblies: the one that belongs to the runtime of this process.</summary>
    private static string Host()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(host) ? host : "dotnet";
    }

    /// <summary>The program lies beside this test project, built with the same configuration.</summary>
    private static string Library()
    {
        var build = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string file = Path.Combine(
            build.FullName.Replace(
                $"{Path.DirectorySeparatorChar}Kerasharp.Tests{Path.DirectorySeparatorChar}",
                $"{Path.DirectorySeparatorChar}Kerasharp.Probe{Path.DirectorySeparatorChar}",
                StringComparison.Ordinal
            ),
            "Kerasharp.Probe.dll"
        );
        Assert.True(File.Exists(file), $"{file} is missing; build tests/Kerasharp.Probe.");
        return file;
    }
}

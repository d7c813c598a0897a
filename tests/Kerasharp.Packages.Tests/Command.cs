using System.Diagnostics;

namespace Kerasharp.Packages.Tests;

/// <summary>Runs a program to its end, with little of this process's surroundings.</summary>
internal static class Command
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>The exit code and everything that was printed.</summary>
    public static (int ExitCode, string Output) Run(
        string folder,
        IReadOnlyDictionary<string, string>? environment,
        string program,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A test host tells its children how to build and where to find things; an application knows nothing of that.
        foreach (string name in start.Environment.Keys.ToArray())
            if (
                name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("KERASHARP", StringComparison.Ordinal)
                || name is "DOTNET_HOST_PATH" or "DOTNET_CLI_CONTEXT_VERBOSE" or "CI"
            )
                start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} ran for more than {Limit}.");
        }
        return (process.ExitCode, output.Result + errors.Result);
    }

    /// <summary>The same for a program that must succeed.</summary>
    public static string Expect(
        string folder,
        IReadOnlyDictionary<string, string>? environment,
        string program,
        params string[] arguments
    )
    {
        var (exitCode, output) = Run(folder, environment, program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }
}

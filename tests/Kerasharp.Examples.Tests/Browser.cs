using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Kerasharp.Examples.Tests;

/// <summary>What tests of web pages need: a browser, npm packages, and programs that drive the one with the others.</summary>
internal static class Browser
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    /// <summary>A screenshot to look at stays where KERASHARP_SCREENSHOTS names a folder.</summary>
    public static string Screenshot(TemporaryFolder folder, string name) =>
        Environment.GetEnvironmentVariable("KERASHARP_SCREENSHOTS") is { Length: > 0 } kept
            ? Path.Combine(kept, name)
            : folder[name];

    /// <summary>The path of one that is installed; without one the test is skipped.</summary>
    public static string Find()
    {
        string[] names = ["chromium", "chromium-browser", "google-chrome"];
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"No browser is installed; one of {string.Join(", ", names)} is needed.");
        return found!;
    }

    /// <summary>Fetches the npm packages of a folder, unless they are there; if it cannot, the test is skipped.</summary>
    public static void Restore(string folder)
    {
        string path = Path.Combine(Root, folder);
        if (Directory.Exists(Path.Combine(path, "node_modules")))
            return;
        try
        {
            Run(path, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"npm could not fetch the packages of {folder}: {error.Message}");
        }
    }

    /// <summary>Runs a program in a folder and gives what it prints.</summary>
    public static string Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(4)))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} did not end.");
        }
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.Result}");
        return output.Result;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

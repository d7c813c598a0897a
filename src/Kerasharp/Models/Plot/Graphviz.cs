using System.ComponentModel;
using System.Diagnostics;

namespace Kerasharp.Models.Plot;

/// <summary>Graphviz's program <c>dot</c>, where it is installed.</summary>
internal static class Graphviz
{
    /// <summary>The program, sought in the folders of PATH; null where there is none.</summary>
    public static string? Find(string? path)
    {
        string file = OperatingSystem.IsWindows() ? "dot.exe" : "dot";
        return (path ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Draws a graph in a format such as png.</summary>
    /// <param name="dot">The graph in Graphviz's language.</param>
    /// <param name="format">The format, by its extension.</param>
    /// <param name="path">The folders in which the program is sought, as PATH has them.</param>
    /// <exception cref="InvalidOperationException">Graphviz is not installed, or failed.</exception>
    public static byte[] Draw(string dot, string format, string? path)
    {
        string program =
            Find(path)
            ?? throw new InvalidOperationException(
                $"A picture of the format .{format} was asked for, which Graphviz draws; its program 'dot' is in no folder of PATH. Install Graphviz (https://graphviz.org/download), or give a file name that ends in .svg, which needs nothing."
            );
        var start = new ProcessStartInfo(program, [$"-T{format}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            // All three at once: with a full pipe the program would wait for us while we wait for it.
            var errors = process.StandardError.ReadToEndAsync();
            var given = Task.Run(() => Give(process, dot));
            using var picture = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(picture);
            given.GetAwaiter().GetResult();
            process.WaitForExit();
            return process.ExitCode == 0 && picture.Length > 0
                ? picture.ToArray()
                : throw new InvalidOperationException(
                    FormattableString.Invariant(
                        $"Graphviz ('{program}') was to draw a picture of the format .{format} and ended with the code {process.ExitCode}: "
                    )
                        + $"{errors.GetAwaiter().GetResult().Trim()} Give a file name that ends in .svg, which needs no Graphviz."
                );
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException(
                $"Graphviz ('{program}') was to draw a picture of the format .{format} and could not be started: {error.Message}. Mend its installation, or give a file name that ends in .svg, which needs no Graphviz.",
                error
            );
        }
    }

    // A program that ends early says why by its code; that it did not read all is no news then.
    private static void Give(Process process, string dot)
    {
        try
        {
            using var input = process.StandardInput.BaseStream;
            input.Write(System.Text.Encoding.UTF8.GetBytes(dot));
        }
        catch (IOException) { }
    }
}

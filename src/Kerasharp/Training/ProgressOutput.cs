namespace Kerasharp.Training;

/// <summary>Where progress is shown, and whether that can redraw a line.</summary>
/// <param name="Writer">Takes the text.</param>
/// <param name="IsTerminal">Whether a carriage return and colours work there; a file or a pipe gets plain lines.</param>
/// <param name="Columns">The width of the terminal at the moment; null where it is unknown.</param>
internal sealed record ProgressOutput(TextWriter Writer, bool IsTerminal, Func<int?>? Columns = null)
{
    /// <summary>The process's standard output.</summary>
    public static ProgressOutput Console() =>
        new(
            System.Console.Out,
            !System.Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            ConsoleColumns
        );

    private static int? ConsoleColumns()
    {
        try
        {
            return System.Console.WindowWidth is > 0 and var width ? width : null;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return null;
        }
    }
}

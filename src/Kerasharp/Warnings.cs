namespace Kerasharp;

/// <summary>Where Kerasharp says what is no error but most often a mistake: the standard error stream.</summary>
internal static class Warnings
{
    private static readonly AsyncLocal<TextWriter?> Own = new();

    /// <summary>Another place for what this flow of control says, for tests; null for the standard error stream.</summary>
    internal static TextWriter? Writer
    {
        get => Own.Value;
        set => Own.Value = value;
    }

    /// <summary>Writes a line.</summary>
    public static void Write(string message) => (Own.Value ?? Console.Error).WriteLine($"Warning: {message}");
}

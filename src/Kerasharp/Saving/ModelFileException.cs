namespace Kerasharp.Saving;

/// <summary>
/// A file that <see cref="Model.Save"/> should have written is damaged, of another version, or does not hold together; the message names
/// the file and what came in it. Nothing has changed when it comes.
/// </summary>
public sealed class ModelFileException : IOException
{
    internal ModelFileException(string message, Exception? inner = null)
        : base(message, inner) { }
}

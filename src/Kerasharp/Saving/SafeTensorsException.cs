namespace Kerasharp.Saving;

/// <summary>A .safetensors file is damaged, cut short, or another file than its name says; the message names the file and the place.</summary>
public sealed class SafeTensorsException : IOException
{
    internal SafeTensorsException(string message, Exception? inner = null)
        : base(message, inner) { }
}

using System.CommandLine;
using Kerasharp.Datasets;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Tool;

/// <summary>What the commands have in common.</summary>
internal static class CommandParts
{
    /// <summary>The model's file, the first argument of most commands.</summary>
    public static Argument<string> Model() => new("model") { Description = "The ONNX file." };

    /// <summary>Has a command do something; a wrong file or argument ends in a message and the exit code 1, not in a stack trace.</summary>
    public static Command Does(this Command command, Func<ParseResult, TextWriter, int> action)
    {
        command.SetAction(parsed =>
        {
            try
            {
                return action(parsed, parsed.InvocationConfiguration.Output);
            }
            catch (Exception error)
                when (error
                        is GraphException
                            or IOException
                            or UnauthorizedAccessException
                            or ArgumentException
                            or DatasetFormatException
                            or NativeLibraryException
                            or OnnxRuntimeException
                            or NotSupportedException
                            or FormatException
                )
            {
                parsed.InvocationConfiguration.Error.WriteLine($"kerasharp {command.Name}: {error.Message}");
                return 1;
            }
        });
        return command;
    }
}

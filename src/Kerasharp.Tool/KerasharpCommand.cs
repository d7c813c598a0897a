using System.CommandLine;
using Kerasharp.Tool.SelfTest;

namespace Kerasharp.Tool;

/// <summary>The command with all that stand under it.</summary>
internal static class KerasharpCommand
{
    public static RootCommand Create() =>
        new("Looks at ONNX models: what they hold, what they compute, whether Kerasharp could train them.")
        {
            SummaryCommand.Create(),
            InspectCommand.Create(),
            RunCommand.Create(),
            CheckCommand.Create(),
            InfoCommand.Create(),
            DevicesCommand.Create(),
            SelfTestCommand.Create(),
        };
}

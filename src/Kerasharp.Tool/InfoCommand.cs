using System.CommandLine;

namespace Kerasharp.Tool;

/// <summary><c>kerasharp info</c>: what a bug report needs to say of the machine.</summary>
internal static class InfoCommand
{
    public static Command Create() =>
        new Command(
            "info",
            "Prints the versions, the ONNX Runtime library that is found, the device and the processor."
        ).Does(
            (_, output) =>
            {
                Machine.Write(output, Device.Default);
                return 0;
            }
        );
}

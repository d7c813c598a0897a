using System.CommandLine;

namespace Kerasharp.Tool;

/// <summary><c>kerasharp devices</c>: which devices there are, and what is missing for the others.</summary>
internal static class DevicesCommand
{
    public static Command Create() =>
        new Command(
            "devices",
            "Lists the devices that models can be trained on, and what is missing for the others."
        ).Does(
            (_, output) =>
            {
                foreach (var device in Device.List())
                    output.WriteLine(device);
                return 0;
            }
        );
}

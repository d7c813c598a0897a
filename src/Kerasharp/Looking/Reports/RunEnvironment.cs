using System.Reflection;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Looking.Reports;

/// <summary>What a run ran on; no paths and no names of machines or users.</summary>
internal static class RunEnvironment
{
    public static IEnumerable<(string Name, string? Value)> Facts(Model model) =>
        [
            ("Kerasharp", Version(typeof(Model).Assembly)),
            ("ONNX Runtime", Native()),
            (".NET", RuntimeInformation.FrameworkDescription),
            ("Device", model.Device.ToString()),
            (
                "Threads",
                FormattableString.Invariant($"{RuntimeOptions.Threads} on {Environment.ProcessorCount} processors")
            ),
            ("System", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
        ];

    // What follows the plus sign is the commit's number.
    private static string? Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString();

    // A history may be reported on where nothing native runs.
    private static string? Native()
    {
        try
        {
            return RuntimeInfo.Version;
        }
        catch (NativeLibraryException)
        {
            return null;
        }
    }
}

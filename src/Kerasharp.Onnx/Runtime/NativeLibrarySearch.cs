using System.Globalization;
using System.Text;

namespace Kerasharp.Onnx.Runtime;

/// <summary>
/// Where to look for the ONNX Runtime library: the setting, the application's own native files, and the folder that a
/// build recorded. Never a system folder: Windows ships an old library in one.
/// </summary>
/// <param name="Platform">The platform that the library must fit.</param>
/// <param name="Setting">The value of KERASHARP_ORT; null or empty where it is not set.</param>
/// <param name="BaseDirectory">The application's folder.</param>
/// <param name="NativeFolders">
/// The host's list of folders with the application's native files, among them the folder into which a single-file
/// application unpacks its own; separated by the platform's path separator. Null where the host keeps none.
/// </param>
/// <param name="RecordedFolder">The folder that the build wrote into runtimeconfig.json, or null.</param>
internal sealed record NativeLibrarySearch(
    NativePlatform Platform,
    string? Setting,
    string BaseDirectory,
    string? NativeFolders,
    string? RecordedFolder
)
{
    /// <summary>The environment variable that names a library, or a folder with one, and wins over all else.</summary>
    internal const string SettingName = "KERASHARP_ORT";

    /// <summary>The key in runtimeconfig.json under which this repository's executables have their library's folder.</summary>
    internal const string RecordedFolderName = "Kerasharp.Onnx.LibraryFolder";

    /// <summary>The search in this process.</summary>
    internal static NativeLibrarySearch Current() =>
        new(
            NativePlatform.Current,
            Environment.GetEnvironmentVariable(SettingName),
            AppContext.BaseDirectory,
            AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string,
            AppContext.GetData(RecordedFolderName) as string
        );

    /// <summary>The full path of the library to load.</summary>
    /// <exception cref="NativeLibraryException">No library fits; the message lists where it was looked for.</exception>
    internal string Find()
    {
        bool set = !string.IsNullOrWhiteSpace(Setting);
        var looked = new List<string>();
        foreach (string folder in set ? SettingFolders() : ApplicationFolders())
        {
            string? file = File.Exists(folder) ? folder : Platform.FindIn(folder);
            if (file is null)
            {
                looked.Add(
                    folder == RecordedFolder ? $"{folder} (recorded by the build: build again to refill it)" : folder
                );
                continue;
            }
            var architecture = NativeImage.ReadArchitecture(file);
            if (architecture is null || architecture == Platform.Architecture)
            {
                return file;
            }
            string built = NativePlatform.NameOf(architecture.Value);
            looked.Add($"{file} (built for {built}, this process is {NativePlatform.NameOf(Platform.Architecture)})");
        }
        throw new NativeLibraryException(set ? DescribeSetting(looked) : DescribeApplication(looked));
    }

    /// <summary>How an application gets a library, for this and other errors.</summary>
    internal string Remedy()
    {
        string packages = Platform.System switch
        {
            NativeSystem.Windows =>
                "Microsoft.ML.OnnxRuntime (CPU), Microsoft.ML.OnnxRuntime.Gpu (CUDA) or Microsoft.ML.OnnxRuntime.DirectML",
            NativeSystem.MacOS => "Microsoft.ML.OnnxRuntime",
            _ => "Microsoft.ML.OnnxRuntime (CPU) or Microsoft.ML.OnnxRuntime.Gpu (CUDA)",
        };
        return $"Add the NuGet package {packages} to the application, "
            + $"or set {SettingName} to {Platform.FileName} or to the folder that holds it.";
    }

    /// <summary>The setting itself, then the places inside an unpacked NuGet package or release archive.</summary>
    private IEnumerable<string> SettingFolders()
    {
        string root = Path.GetFullPath(Setting!.Trim());
        return Directory.Exists(root) ? [root, .. RuntimeFolders(root), Path.Combine(root, "lib")] : [root];
    }

    private IEnumerable<string> ApplicationFolders()
    {
        var folders = new List<string> { BaseDirectory };
        folders.AddRange(RuntimeFolders(BaseDirectory));
        char separator = Platform.System == NativeSystem.Windows ? ';' : ':';
        folders.AddRange((NativeFolders ?? "").Split(separator, StringSplitOptions.RemoveEmptyEntries));
        if (!string.IsNullOrEmpty(RecordedFolder))
        {
            folders.Add(RecordedFolder);
        }
        return folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).Distinct();
    }

    private IEnumerable<string> RuntimeFolders(string root) =>
        Platform.RuntimeIdentifiers.Select(name => Path.Combine(root, "runtimes", name, "native"));

    private string DescribeSetting(List<string> looked) =>
        $"{SettingName} is '{Setting}', where no ONNX Runtime library for {Platform.Name} was found. "
        + $"Expected: the library's file, or a folder with {Names()}. Looked at:{Lines(looked)}"
        + $"{Environment.NewLine}Correct {SettingName}, or unset it to use the application's own library.";

    private string DescribeApplication(List<string> looked) =>
        $"No ONNX Runtime library for {Platform.Name} was found. Looked for {Names()} in:{Lines(looked)}"
        + $"{Environment.NewLine}{Remedy()}";

    private string Names() =>
        Platform.VersionedFileNames is { } versioned ? $"{Platform.FileName} ({versioned})" : Platform.FileName;

    private static string Lines(List<string> looked)
    {
        var text = new StringBuilder();
        foreach (string place in looked)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}  {place}");
        }
        return text.ToString();
    }
}

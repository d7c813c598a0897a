using System.IO.Compression;
using System.Text.Json;

[assembly: AssemblyFixture(typeof(Kerasharp.Packages.Tests.PackageFeed))]

namespace Kerasharp.Packages.Tests;

/// <summary>
/// A folder with Kerasharp's packages as they would be published, and beside them a package laid out as Microsoft.ML.OnnxRuntime is,
/// made of the library that this repository runs on. All tests share one, for packing takes longer than most of them.
/// </summary>
public sealed class PackageFeed : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackageFeed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The stand-in of the native package is made for Linux.");
        Folder = Path.Combine(_folder.Path, "feed");
        Directory.CreateDirectory(Folder);
        Command.Expect(
            Repository.Root,
            null,
            "dotnet",
            "pack",
            PackedProjects(),
            "-c",
            "Release",
            "-o",
            Folder,
            "--artifacts-path",
            Path.Combine(_folder.Path, "artifacts")
        );
        PackNative();
    }

    /// <summary>The feed.</summary>
    public string Folder { get; }

    /// <summary>Where applications are made.</summary>
    internal TemporaryFolder Work => _folder;

    /// <summary>What a build of an application sees: packages restored here go to a folder that is thrown away.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(_folder.Path, "packages") };

    /// <summary>Writes an application's folder.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="project">The content of its project file.</param>
    /// <param name="program">The content of its source file.</param>
    /// <param name="online">Whether what is neither in the feed nor on this machine may be fetched from where the user fetches packages.</param>
    public string Application(string name, string project, string program, bool online = false)
    {
        string folder = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), project);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(
            Path.Combine(folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources>{(online ? "" : "<clear />")}<add key="feed" value="{Folder}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{MachinePackages()}" /></fallbackPackageFolders>
            </configuration>
            """
        );
        return folder;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The projects whose packages are published, as one solution: they are restored and built once.</summary>
    private string PackedProjects()
    {
        string[] names = ["Kerasharp.Onnx", "Kerasharp", "Kerasharp.Datasets", "Kerasharp.Tool"];
        string projects = string.Join(", ", names.Select(n => JsonSerializer.Serialize($"src\\{n}\\{n}.csproj")));
        string solution = JsonSerializer.Serialize(Path.Combine(Repository.Root, "Kerasharp.sln"));
        string path = Path.Combine(_folder.Path, "packed.slnf");
        File.WriteAllText(path, $$$"""{"solution": {"path": {{{solution}}}, "projects": [{{{projects}}}]}}""");
        return path;
    }

    private static string MachinePackages()
    {
        if (System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named)
            return named;
        string home = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);
        return Path.Combine(home, ".nuget", "packages");
    }

    private void PackNative()
    {
        string library = Directory
            .GetFiles((string)AppContext.GetData("Kerasharp.Tests.NativeFolder")!, "libonnxruntime.so*")
            .Single();
        string architecture = System
            .Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString()
            .ToLowerInvariant();
        using var package = ZipFile.Open(
            Path.Combine(Folder, "Microsoft.ML.OnnxRuntime.1.30.0.nupkg"),
            ZipArchiveMode.Create
        );
        package.CreateEntryFromFile(
            library,
            $"runtimes/linux-{architecture}/native/libonnxruntime.so",
            CompressionLevel.Fastest
        );
        using var specification = new StreamWriter(package.CreateEntry("Microsoft.ML.OnnxRuntime.nuspec").Open());
        specification.Write(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>Microsoft.ML.OnnxRuntime</id>
                <version>1.30.0</version>
                <authors>test</authors>
                <description>A stand-in with the layout of the package of this name.</description>
              </metadata>
            </package>
            """
        );
    }
}

namespace Kerasharp.Packages.Tests;

/// <summary>What this repository says where it cannot fetch ONNX Runtime for itself, and an application where its library is too old.</summary>
public sealed class NativeRestoreTests(PackageFeed feed)
{
    [Fact]
    public void Without_npm_the_build_says_what_is_needed()
    {
        using var folder = new TemporaryFolder();

        string output = Restore(folder, new() { ["PATH"] = folder.Path });

        Assert.Contains("fetching it from npm failed: 'npm' could not be started", output);
        Assert.Contains("Install Node.js 20 or later", output);
        Assert.Contains("KERASHARP_ORT", output);
    }

    [Fact]
    public void Without_a_network_the_build_says_so_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();

        string output = Restore(
            folder,
            new()
            {
                // Nothing listens on this port.
                ["npm_config_registry"] = "http://127.0.0.1:9/",
                ["npm_config_cache"] = Path.Combine(folder.Path, "npm"),
                ["npm_config_fetch_retries"] = "0",
            }
        );

        Assert.Contains("'npm ci", output);
        Assert.Contains("ended with code", output);
        Assert.Contains("check that npm reaches its registry", output);
        Assert.Empty(Directory.GetFiles(folder.Path, "libonnxruntime*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_library_that_is_too_old_is_named_with_the_version_that_is_needed()
    {
        string library = RuntimeVersionTests.Fetch("1.16.3");
        string folder = feed.Application("TooOld", RuntimeVersionTests.Project, RuntimeVersionTests.Program);

        var (exitCode, output) = Command.Run(
            folder,
            new Dictionary<string, string>(feed.Environment) { ["KERASHARP_ORT"] = library },
            "dotnet",
            "run",
            "-c",
            "Release"
        );

        Assert.NotEqual(0, exitCode);
        Assert.Contains("1.16.3", output);
        Assert.Contains("1.17", output);
        Assert.Contains(library, output);
    }

    private static string Restore(TemporaryFolder cache, Dictionary<string, string> environment)
    {
        environment["KERASHARP_CACHE"] = Path.Combine(cache.Path, "cache");
        string host =
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path
            : Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self
            : FindDotnet();
        var (exitCode, output) = Command.Run(
            Repository.Root,
            environment,
            host,
            "msbuild",
            Path.Combine("build", "native", "Kerasharp.Native.proj"),
            "-t:RestoreOnnxRuntime",
            "-nologo"
        );
        Assert.True(exitCode != 0, output);
        return output;
    }

    private static string FindDotnet() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "dotnet"))
            .First(File.Exists);
}

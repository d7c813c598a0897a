using System.Runtime.InteropServices;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

public sealed class NativeLibrarySearchTests : IDisposable
{
    private static readonly NativePlatform Linux = new(NativeSystem.Linux, Architecture.X64, "debian.12-x64");
    private static readonly NativePlatform Windows = new(NativeSystem.Windows, Architecture.X64, "win-x64");
    private static readonly NativePlatform MacOS = new(NativeSystem.MacOS, Architecture.Arm64, "osx-arm64");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_setting_wins_over_the_application()
    {
        _folder.Write("app/libonnxruntime.so", "beside"u8);
        string chosen = _folder.Write("chosen/libonnxruntime.so.1", "chosen"u8);

        Assert.Equal(chosen, Search(Linux, setting: chosen).Find());
        Assert.Equal(chosen, Search(Linux, setting: Path.GetDirectoryName(chosen)).Find());
    }

    [Theory]
    [InlineData("runtimes/linux-x64/native/libonnxruntime.so")] // an unpacked NuGet package
    [InlineData("lib/libonnxruntime.so.1.30.0")] // an unpacked release
    public void The_setting_may_name_an_unpacked_package(string file)
    {
        string library = _folder.Write("package/" + file, "library"u8);
        Assert.Equal(library, Search(Linux, setting: Path.Combine(_folder.Path, "package")).Find());
    }

    [Fact]
    public void A_setting_that_points_nowhere_fails_although_the_application_has_a_library()
    {
        _folder.Write("app/libonnxruntime.so", "beside"u8);
        string nowhere = Path.Combine(_folder.Path, "nowhere");

        var error = Assert.Throws<NativeLibraryException>(() => Search(Linux, setting: nowhere).Find());

        Assert.StartsWith($"KERASHARP_ORT is '{nowhere}', where no ONNX Runtime library for linux-x64", error.Message);
        Assert.Contains("Correct KERASHARP_ORT, or unset it", error.Message);
    }

    [Fact]
    public void Of_several_names_the_plain_one_comes_first_then_the_shortest()
    {
        _folder.Write("app/libonnxruntime.so.1.30.0", "a"u8);
        _folder.Write("app/libonnxruntime.so.dbg", "symbols"u8);
        string shorter = _folder.Write("app/libonnxruntime.so.1", "b"u8);
        Assert.Equal(shorter, Search(Linux).Find());

        string plain = _folder.Write("app/libonnxruntime.so", "c"u8);
        Assert.Equal(plain, Search(Linux).Find());
    }

    [Fact]
    public void Each_system_has_its_own_names()
    {
        _folder.Write("app/libonnxruntime.so", "linux"u8);
        string windows = _folder.Write("app/runtimes/win-x64/native/onnxruntime.dll", "windows"u8);
        string mac = _folder.Write("app/runtimes/osx-arm64/native/libonnxruntime.1.30.0.dylib", "mac"u8);

        Assert.Equal(windows, Search(Windows).Find());
        Assert.Equal(mac, Search(MacOS).Find());
    }

    [Fact]
    public void A_distribution_falls_back_to_the_portable_name()
    {
        string portable = _folder.Write("app/runtimes/linux-x64/native/libonnxruntime.so", "portable"u8);
        Assert.Equal(portable, Search(Linux).Find());

        string exact = _folder.Write("app/runtimes/debian.12-x64/native/libonnxruntime.so", "exact"u8);
        Assert.Equal(exact, Search(Linux).Find());
    }

    [Fact]
    public void The_hosts_folders_come_before_the_recorded_one()
    {
        string name = NativePlatform.Current.FileName;
        string recorded = _folder.Write("cache/" + name, "recorded"u8);
        NativeLibrarySearch search = Search(NativePlatform.Current) with
        {
            NativeFolders = $"{_folder.Path}/none/{Path.PathSeparator}{_folder.Path}/unpacked/",
            RecordedFolder = Path.Combine(_folder.Path, "cache"),
        };
        Assert.Equal(recorded, search.Find());

        string unpacked = _folder.Write("unpacked/" + name, "unpacked"u8);
        Assert.Equal(unpacked, search.Find());
    }

    [Fact]
    public void Finding_nothing_says_what_was_looked_for_where_and_what_mends_it()
    {
        string cache = Path.Combine(_folder.Path, "cache");
        var search = Search(Linux) with { RecordedFolder = cache };

        string message = Assert.Throws<NativeLibraryException>(() => search.Find()).Message;

        string app = Path.Combine(_folder.Path, "app");
        string[] expected =
        [
            "No ONNX Runtime library for linux-x64 was found. Looked for libonnxruntime.so (libonnxruntime.so.*) in:",
            $"  {app}",
            $"  {Path.Combine(app, "runtimes", "debian.12-x64", "native")}",
            $"  {Path.Combine(app, "runtimes", "linux-x64", "native")}",
            $"  {Path.Combine(app, "runtimes", "linux", "native")}",
            $"  {cache} (recorded by the build: build again to refill it)",
            "Add the NuGet package Microsoft.ML.OnnxRuntime (CPU) or Microsoft.ML.OnnxRuntime.Gpu (CUDA) to the "
                + "application, or set KERASHARP_ORT to libonnxruntime.so or to the folder that holds it.",
        ];
        Assert.Equal(expected, message.Split(Environment.NewLine));
    }

    [Fact]
    public void On_Windows_DirectML_is_among_the_remedies()
    {
        string message = Assert.Throws<NativeLibraryException>(() => Search(Windows).Find()).Message;
        Assert.Contains("Looked for onnxruntime.dll in:", message);
        Assert.Contains("Microsoft.ML.OnnxRuntime.DirectML", message);
    }

    [Fact]
    public void A_library_for_another_architecture_is_passed_over_and_named()
    {
        string wrong = _folder.Write("app/libonnxruntime.so", NativeImageTests.Elf(machine: 183));

        string message = Assert.Throws<NativeLibraryException>(() => Search(Linux).Find()).Message;
        Assert.Contains($"  {wrong} (built for arm64, this process is x64)", message);

        string right = _folder.Write("app/runtimes/linux-x64/native/libonnxruntime.so", NativeImageTests.Elf(62));
        Assert.Equal(right, Search(Linux).Find());
    }

    private NativeLibrarySearch Search(NativePlatform platform, string? setting = null) =>
        new(platform, setting, Path.Combine(_folder.Path, "app") + "/", NativeFolders: null, RecordedFolder: null);
}

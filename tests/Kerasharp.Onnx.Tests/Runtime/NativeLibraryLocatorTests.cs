using System.Runtime.InteropServices;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

public sealed class NativeLibraryLocatorTests
{
    [Fact]
    public void Loads_the_library_of_this_process_with_its_entry_point()
    {
        nint handle = NativeLibraryLocator.Load(out string path);
        Assert.True(Path.IsPathFullyQualified(path));
        Assert.NotEqual(0, NativeLibrary.GetExport(handle, "OrtGetApiBase"));
    }

    [Fact]
    public void A_file_that_is_no_library_fails_with_the_loaders_message()
    {
        using var folder = new TemporaryFolder();
        string broken = folder.Write(NativePlatform.Current.FileName, "not a library"u8);
        var search = new NativeLibrarySearch(NativePlatform.Current, broken, folder.Path, null, null);

        var error = Assert.Throws<NativeLibraryException>(() => NativeLibraryLocator.Load(search, out _));

        Assert.NotNull(error.InnerException);
        Assert.Contains(broken, error.Message);
        Assert.Contains(error.InnerException.Message.Trim(), error.Message);
        Assert.Contains("KERASHARP_ORT", error.Message);
    }
}

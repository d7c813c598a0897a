using Kerasharp.Onnx.Files;

namespace Kerasharp.Onnx.Tests.Files;

public class AtomicFileTests
{
    [Fact]
    public void Replaces_an_older_file()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder["a"], stream => stream.Write([1, 2, 3]));
        AtomicFile.Write(folder["a"], stream => stream.Write([4]));
        Assert.Equal([4], File.ReadAllBytes(folder["a"]));
        Assert.Equal(["a"], folder.Files);
    }

    [Fact]
    public void A_failure_leaves_the_older_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], [1, 2, 3]);
        var error = Assert.Throws<InvalidOperationException>(() =>
            AtomicFile.Write(
                folder["a"],
                stream =>
                {
                    stream.Write([9]);
                    throw new InvalidOperationException("in between");
                }
            )
        );
        Assert.Equal("in between", error.Message);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["a"]));
        Assert.Equal(["a"], folder.Files);
    }

    [Fact]
    public void The_new_file_is_not_seen_before_it_is_whole()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(
            folder["a"],
            stream =>
            {
                stream.Write([1]);
                Assert.False(File.Exists(folder["a"]));
            }
        );
        Assert.True(File.Exists(folder["a"]));
    }

    [Fact]
    public void A_disk_that_fails_leaves_the_older_file_and_is_told()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], [1, 2, 3]);
        var error = Assert.Throws<IOException>(() =>
            AtomicFile.Write(folder["a"], _ => throw new IOException("No space left on device : 'x.tmp'"))
        );
        Assert.Contains("No space left on device", error.Message);
        Assert.Contains("What was there before is as it was", error.Message);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["a"]));
        Assert.Equal(["a"], folder.Files);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(folder["none/a"], _ => { }));
        Assert.Contains("Make it first", error.Message);
    }
}

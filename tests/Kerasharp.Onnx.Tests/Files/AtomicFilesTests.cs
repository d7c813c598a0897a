using Kerasharp.Onnx.Files;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Onnx.Tests.Files;

/// <summary>Files that belong together: all are written, or none.</summary>
public sealed class AtomicFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AllAreThere()
    {
        _folder.Write("a", "old"u8);

        AtomicFiles.Write((_folder["a"], s => s.Write("1"u8)), (_folder["b"], s => s.Write("2"u8)));

        Assert.Equal("1", File.ReadAllText(_folder["a"]));
        Assert.Equal("2", File.ReadAllText(_folder["b"]));
        Assert.Equal(["a", "b"], _folder.Files.Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void OneThatFailsLeavesAllAsTheyWere(int failing)
    {
        _folder.Write("0", "old"u8);
        _folder.Write("2", "old"u8);

        Assert.Throws<IOException>(() =>
            AtomicFiles.Write([
                .. Enumerable
                    .Range(0, 3)
                    .Select(i =>
                        (
                            _folder[$"{i}"],
                            (Action<Stream>)(
                                s =>
                                {
                                    s.Write("new"u8);
                                    if (i == failing)
                                        throw new IOException("full");
                                }
                            )
                        )
                    ),
            ])
        );

        Assert.Equal(["0", "2"], _folder.Files.Order());
        Assert.All(_folder.Files, file => Assert.Equal("old", File.ReadAllText(_folder[file])));
    }

    [Fact]
    public void OneThatCannotGetItsNameLeavesAllAsTheyWere()
    {
        Directory.CreateDirectory(_folder["a"]);
        _folder.Write("b", "old"u8);

        Assert.ThrowsAny<Exception>(() =>
            AtomicFiles.Write(
                (_folder["a"], s => s.Write("1"u8)),
                (_folder["b"], s => s.Write("2"u8)),
                (_folder["c"], s => s.Write("3"u8))
            )
        );

        Assert.Equal(["b"], _folder.Files);
        Assert.Equal("old", File.ReadAllText(_folder["b"]));
    }
}

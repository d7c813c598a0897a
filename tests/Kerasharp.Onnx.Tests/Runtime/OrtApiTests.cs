using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

public sealed class OrtApiTests
{
    [Theory]
    [InlineData("1.17.0", 17)]
    [InlineData("1.30.0", 30)]
    [InlineData("1.24.1-dev+abc", 24)]
    public void TakesVersionsFromTheLowestOn(string text, int version) =>
        Assert.Equal(version, OrtApi.CheckVersion(text, "library"));

    [Theory]
    [InlineData("1.16.3")]
    [InlineData("1.7.0")]
    [InlineData("2.0.0")]
    [InlineData("")]
    public void RefusesOthers(string text)
    {
        string message = Assert
            .Throws<NotSupportedException>(() => OrtApi.CheckVersion(text, "some/library.so"))
            .Message;

        Assert.Contains("some/library.so", message);
        Assert.Contains($"'{text}'", message);
        Assert.Contains("1.17.0", message);
        Assert.Contains("Microsoft.ML.OnnxRuntime", message);
    }

    [Fact]
    public void KnowsItsVersion()
    {
        Assert.Equal(OrtApi.Version, OrtApi.CheckVersion(OrtEnvironment.Version, "library"));
        Assert.True(OrtApi.Version >= OrtApi.MinimumVersion);
        Assert.Contains("build", OrtEnvironment.BuildInfo, StringComparison.OrdinalIgnoreCase);
        Assert.True(File.Exists(OrtApi.LibraryPath));
    }
}

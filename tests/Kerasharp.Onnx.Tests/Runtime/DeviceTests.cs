using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

public sealed class DeviceTests
{
    [Theory]
    [InlineData("cpu", "cpu")]
    [InlineData("CUDA", "cuda:0")]
    [InlineData("cuda:3", "cuda:3")]
    [InlineData("webgpu", "webgpu")]
    [InlineData("dml:1", "directml:1")]
    [InlineData(" CoreML ", "coreml")]
    public void ReadsNames(string text, string name)
    {
        Assert.Equal(name, Device.Parse(text).ToString());
        Assert.Equal(Device.Parse(text), Device.Parse(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:0:1")]
    [InlineData("cpu:0")]
    public void RefusesOtherNames(string text)
    {
        string message = Assert.Throws<FormatException>(() => Device.Parse(text)).Message;
        Assert.Contains($"'{text}'", message);
        Assert.Contains("webgpu", message);
    }

    [Fact]
    public void AreEqualByValue()
    {
        var options = new Dictionary<string, string> { ["use_tf32"] = "0" };

        Assert.Equal(Device.Cuda(1, options), Device.Cuda(1, new Dictionary<string, string>(options)));
        Assert.Equal(
            Device.Cuda(1, options).GetHashCode(),
            Device.Cuda(1, new Dictionary<string, string>(options)).GetHashCode()
        );
        Assert.True(Device.Cuda() != Device.Cuda(1));
        Assert.True(Device.Cuda(1) != Device.Cuda(1, options));
        Assert.True(Device.Cpu == Device.Parse("cpu"));
        Assert.False(Device.Cpu.Equals(null));
    }
}

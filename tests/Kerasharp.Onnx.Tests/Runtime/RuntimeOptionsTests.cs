using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

public sealed class RuntimeOptionsTests
{
    [Fact]
    public void ReadsTheVariable()
    {
        Assert.Equal(Environment.ProcessorCount, RuntimeOptions.FromEnvironment(null));
        Assert.Equal(3, RuntimeOptions.FromEnvironment("3"));
        foreach (string wrong in new[] { "0", "-1", "two", "1.5" })
            Assert.Contains(
                $"'{wrong}'",
                Assert.Throws<InvalidOperationException>(() => RuntimeOptions.FromEnvironment(wrong)).Message
            );
    }

    [Fact]
    public void CannotChangeOnceThreadsRun()
    {
        Assert.NotEqual(0, OrtEnvironment.Handle);
        RuntimeOptions.Threads = RuntimeOptions.Threads;

        Assert.Throws<InvalidOperationException>(() => RuntimeOptions.Threads++);
        Assert.Throws<ArgumentOutOfRangeException>(() => RuntimeOptions.Threads = 0);
    }
}

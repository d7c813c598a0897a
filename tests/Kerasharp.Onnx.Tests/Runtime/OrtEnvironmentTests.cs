using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

public sealed class OrtEnvironmentTests
{
    [Fact]
    public void SharesThreadsAndMemoryAmongSessions()
    {
        Assert.True(OrtEnvironment.SharesThreads);
        Assert.True(OrtEnvironment.SharesArena);
    }
}

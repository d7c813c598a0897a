using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

/// <summary>The way of a GPU's memory, taken with the CPU's: allocated through a session, copied by running Identity.</summary>
public sealed class AcceleratorMemoryTests
{
    private static readonly AcceleratorMemory Memory = new(Device.Cpu, "Cpu");

    [Fact]
    public void AllocatesAndCopies()
    {
        using DeviceTensor source = Memory.Allocate(ElementType.Int32, [2, 3], zeroed: false);
        using DeviceTensor target = Memory.Allocate(ElementType.Int32, [2, 3], zeroed: true);
        int[] back = new int[6];
        target.CopyTo(back.AsSpan());
        Assert.Equal(new int[6], back);

        source.CopyFrom<int>([1, 2, 3, 4, 5, 6]);
        source.CopyTo(target);
        target.CopyTo(back.AsSpan());

        Assert.Equal([1, 2, 3, 4, 5, 6], back);
        Assert.False(target.IsOnCpu);
        Assert.Throws<InvalidOperationException>(() => target.AsSpan<int>().Length);
    }

    [Fact]
    public void CopiesBetweenItAndTheHost()
    {
        using DeviceTensor there = Memory.Allocate(ElementType.Float32, [3], zeroed: false);
        using DeviceTensor here = DeviceTensor.From<float>([1, 2, 3], [3]);
        using DeviceTensor back = DeviceTensor.Allocate(ElementType.Float32, [3]);
        here.CopyTo(there);
        there.CopyTo(back);

        Assert.Equal([1, 2, 3], back.AsSpan<float>().ToArray());
    }
}

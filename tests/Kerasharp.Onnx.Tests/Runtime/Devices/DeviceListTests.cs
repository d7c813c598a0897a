using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Tests.Runtime.Devices;

public sealed class DeviceListTests
{
    [Fact]
    public void NamesEveryKindAndWhatIsMissing()
    {
        var list = Device.List();

        var cpu = list[0];
        Assert.Equal(Device.Cpu, cpu.Device);
        Assert.True(cpu is { IsAvailable: true, HasKernels: true, HasLoops: true, UpdatesInPlace: true });
        Assert.Contains("processor", cpu.ToString());
        Assert.Superset(
            new HashSet<string> { "cpu", "cuda", "webgpu", "directml", "coreml" },
            list.Select(d => d.Device.Name).ToHashSet()
        );
        foreach (var missing in list.Where(d => !d.IsAvailable))
        {
            // As Compile would say it.
            Assert.Contains($"The device {missing.Device} was asked for", missing.Problem);
            Assert.Contains("not available", missing.ToString());
        }
        // DirectML is Windows's, CoreML is macOS's.
        Assert.Contains(list, d => !d.IsAvailable);
    }

    [Fact]
    public void TellsWhatAWebGpuHas()
    {
        var gpu = Device.List().Single(d => d.Device == Device.WebGpu());

        Assert.DoesNotContain(ElementType.Int64, gpu.ElementTypes);
        Assert.Contains(ElementType.Float32, gpu.ElementTypes);
        Assert.Contains("Conv", gpu.Operators);
        Assert.DoesNotContain("LogSoftmax", gpu.Operators);
        Assert.True(gpu is { HasLoops: false, HasKernels: false, UpdatesInPlace: false, HasAtomicAdd: true });
    }
}

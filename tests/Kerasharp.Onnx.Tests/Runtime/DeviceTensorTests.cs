using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime;

public sealed unsafe class DeviceTensorTests
{
    [Fact]
    public void LiesAlignedInNativeMemory()
    {
        using DeviceTensor tensor = DeviceTensor.Allocate(ElementType.Int64, [2, 3], zeroed: true);

        Assert.Equal(0, (long)tensor.Pointer % 64);
        Assert.Equal(6, tensor.ElementCount);
        Assert.Equal(48, tensor.ByteLength);
        Assert.Equal(new long[6], tensor.AsSpan<long>().ToArray());
    }

    [Fact]
    public void CopiesInAndOut()
    {
        using DeviceTensor source = DeviceTensor.From<double>([1.5, 2.5], [2]);
        using DeviceTensor target = DeviceTensor.Allocate(ElementType.Float64, [2, 1]);
        source.CopyTo(target);
        double[] back = new double[2];
        target.CopyTo(back.AsSpan());

        Assert.Equal([1.5, 2.5], back);
    }

    [Fact]
    public void HoldsNoElementsAndScalars()
    {
        using DeviceTensor empty = DeviceTensor.Allocate(ElementType.Float32, [0, 4], zeroed: true);
        using DeviceTensor wrapped = DeviceTensor.Wrap(Memory<float>.Empty, [4, 0]);
        using DeviceTensor scalar = DeviceTensor.From<float>([3], []);

        Assert.Equal(0, empty.ElementCount);
        Assert.True(wrapped.AsSpan<float>().IsEmpty);
        Assert.Equal(3, scalar.AsSpan<float>()[0]);
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        using DeviceTensor tensor = DeviceTensor.Allocate(ElementType.Float32, [3]);

        Assert.Throws<ArgumentException>(() => tensor.CopyFrom<float>([1, 2]));
        Assert.Throws<ArgumentException>(() => tensor.CopyFrom<int>([1, 2, 3]));
        Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<int>().Length);
        Assert.Throws<ArgumentException>(() => DeviceTensor.Allocate(ElementType.Float32, [-1, 3]));
        Assert.Throws<ArgumentException>(() => DeviceTensor.Wrap<float>(new float[2], [3]));
        Assert.Throws<NotSupportedException>(() => DeviceTensor.Allocate(ElementType.String, [1]));
    }

    [Fact]
    public void CannotBeReadOnceDisposed()
    {
        DeviceTensor tensor = DeviceTensor.Allocate(ElementType.Float32, [3]);
        tensor.Dispose();

        Assert.Throws<ObjectDisposedException>(() => tensor.AsSpan<float>().Length);
    }
}

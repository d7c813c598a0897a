using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime.Devices;

/// <summary>Texts as ONNX Runtime and what lies beneath write them.</summary>
public sealed class DeviceFaultsTests
{
    [Theory]
    [InlineData(
        DeviceFault.OutOfMemory,
        "Non-zero status code returned while running Conv node. Name:'conv' Status Message: bfc_arena.cc:376 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool) Failed to allocate memory for requested buffer of size 1073741824"
    )]
    [InlineData(DeviceFault.OutOfMemory, "Available memory of 1024 is smaller than requested bytes of 4096")]
    [InlineData(
        DeviceFault.OutOfMemory,
        "CUDA failure 2: out of memory ; GPU=0 ; hostname=a ; file=cuda_allocator.cc ; line=47 ; expr=cudaMalloc((void**)&p, size);"
    )]
    [InlineData(DeviceFault.OutOfMemory, "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0")]
    [InlineData(DeviceFault.OutOfMemory, "std::bad_alloc")]
    [InlineData(
        DeviceFault.OutOfMemory,
        "CreateCommittedResource failed: Exception(1) tid(1) 8007000E Not enough memory"
    )]
    [InlineData(
        DeviceFault.OutOfMemory,
        "WebGPU device error(3): vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY"
    )]
    [InlineData(DeviceFault.Lost, "CUDA failure 719: unspecified launch failure ; GPU=0 ; hostname=a")]
    [InlineData(DeviceFault.Lost, "CUDA failure 700: an illegal memory access was encountered ; GPU=0")]
    [InlineData(
        DeviceFault.Lost,
        "DmlCommandRecorder.cpp(371): Exception(3) tid(ae54) 887A0005 The GPU device instance has been suspended."
    )]
    [InlineData(
        DeviceFault.Lost,
        "The GPU will not respond to more commands, most likely because of an invalid command"
    )]
    [InlineData(DeviceFault.Lost, "vkQueueSubmit failed with VK_ERROR_DEVICE_LOST")]
    [InlineData(DeviceFault.Lost, "Failed to download data from buffer. wgpu::MapAsyncStatus value: 4")]
    [InlineData(DeviceFault.None, "Failed to download data from buffer. wgpu::MapAsyncStatus value: 3")]
    [InlineData(DeviceFault.None, "CUDA failure 1: invalid argument ; GPU=0")]
    [InlineData(
        DeviceFault.None,
        "Got invalid dimensions for input: x for the following indices index: 0 Got: 3 Expected: 2"
    )]
    public void AreKnownByTheirTexts(object fault, string message) =>
        Assert.Equal(
            (DeviceFault)fault,
            DeviceFaults.Of(new OnnxRuntimeException(OnnxRuntimeError.RuntimeException, message))
        );

    [Fact]
    public void ExceptionsOfKernelsAreTheirOwn()
    {
        Assert.Equal(
            DeviceFault.None,
            DeviceFaults.Of(
                new OnnxRuntimeException(OnnxRuntimeError.RuntimeException, "out of memory", new FormatException())
            )
        );
        Assert.Equal(
            DeviceFault.OutOfMemory,
            DeviceFaults.Of(
                new OnnxRuntimeException(OnnxRuntimeError.RuntimeException, "in a kernel", new OutOfMemoryException())
            )
        );
        Assert.Equal(DeviceFault.None, DeviceFaults.Of(new InvalidOperationException("out of memory")));
    }
}

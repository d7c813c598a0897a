using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime.Devices;

/// <summary>What is said of machines that have this and lack that.</summary>
public sealed class DeviceDiagnosisTests
{
    private static readonly DeviceFacts Linux = new()
    {
        System = NativeSystem.Linux,
        SystemVersion = new Version(6, 1),
        Library = "/app/libonnxruntime.so",
        LibraryVersion = "1.30.0",
        Providers = ["CUDAExecutionProvider", "WebGpuExecutionProvider", "CPUExecutionProvider"],
        CudaNeeds = (12, 9),
        Nvidia = new NvidiaDriver("550.54.15", 12040, ["NVIDIA H100"]),
        VulkanDrivers = ["/usr/share/vulkan/icd.d/radeon_icd.x86_64.json"],
    };
    private static readonly DeviceFacts Windows = Linux with
    {
        System = NativeSystem.Windows,
        SystemVersion = new Version(10, 0, 22631),
        Library = "onnxruntime.dll",
        Providers = ["DmlExecutionProvider", "CPUExecutionProvider"],
    };
    private static readonly DeviceFacts Mac = Linux with
    {
        System = NativeSystem.MacOS,
        SystemVersion = new Version(14, 5),
        Providers = ["CoreMLExecutionProvider", "WebGpuExecutionProvider", "CPUExecutionProvider"],
    };

    [Fact]
    public void CudaNeedsItsProvider() =>
        Says(
            Device.Cuda(),
            Linux with
            {
                Providers = ["CPUExecutionProvider"],
            },
            "The device cuda:0 was asked for, but not all that it needs is there. ONNX Runtime library: 1.30.0, /app/libonnxruntime.so, built with CPUExecutionProvider; one that was built with CUDAExecutionProvider was expected. "
                + "Reference the package Microsoft.ML.OnnxRuntime.Gpu in the place of Microsoft.ML.OnnxRuntime. Or use Device.Cpu."
        );

    [Fact]
    public void CudaNeedsItsFiles() =>
        Says(
            Device.Cuda(),
            Linux with
            {
                MissingFiles = ["libonnxruntime_providers_cuda.so"],
            },
            "Files beside the library: no libonnxruntime_providers_cuda.so in /app; libonnxruntime_providers_shared.so and libonnxruntime_providers_cuda.so was expected"
        );

    [Fact]
    public void CudaNeedsADriver()
    {
        Says(
            Device.Cuda(),
            Linux with
            {
                Nvidia = null,
            },
            "NVIDIA driver: not found; one for CUDA 12, 525.60.13 or newer, with libcuda.so.1, was expected. Install an NVIDIA driver for CUDA 12."
        );
        Says(
            Device.Cuda(),
            Linux with
            {
                Nvidia = new NvidiaDriver("470.1", 11040, ["NVIDIA K80"]),
            },
            "NVIDIA driver: NVIDIA driver 470.1 for CUDA up to 11.4; one for CUDA 12"
        );
    }

    [Fact]
    public void CudaNeedsAGpuOfItsIndex() =>
        Says(Device.Cuda(1), Linux, "GPUs: 1 (NVIDIA H100); one of index 1 was expected. Give the index of a GPU");

    [Fact]
    public void CudaNeedsItsLibraries()
    {
        Says(
            Device.Cuda(),
            Linux with
            {
                MissingLibraries = ["libcudnn.so.9"],
            },
            "CUDA 12 and cuDNN 9: no libcudnn.so.9; libcudart.so.12, libcublas.so.12, libcublasLt.so.12, libcufft.so.11, libcudnn.so.9 was expected. Install CUDA 12 and cuDNN 9, and let LD_LIBRARY_PATH"
        );
        Assert.Equal(
            ["cudart64_110.dll", "cublas64_11.dll", "cublasLt64_11.dll", "cufft64_10.dll", "cudnn64_8.dll"],
            CudaNeeds.Libraries((11, 8), NativeSystem.Windows)
        );
        Assert.Equal((11, 8), CudaNeeds.ByVersion("1.18.1"));
        Assert.Equal((12, 9), CudaNeeds.ByVersion("1.30.0"));
    }

    [Fact]
    public void WhatTheProviderIsLinkedWithIsReadFromItsFile()
    {
        string file = Path.GetTempFileName();
        try
        {
            var bytes = new byte[(1 << 20) + 5000];
            // Across the border of the parts that are read.
            "libcublas.so.13\0"u8.CopyTo(bytes.AsSpan((1 << 20) - 7));
            "libcudnn.so.9\0"u8.CopyTo(bytes.AsSpan(100));
            File.WriteAllBytes(file, bytes);

            Assert.Equal((13, 9), CudaNeeds.Read(file, "1.30.0"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void TheDriversVersionIsReadFromItsModule() =>
        Assert.Equal(
            "550.54.15",
            NvidiaDriver.ParseVersion(
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024"
            )
        );

    [Fact]
    public void WebGpuNeedsVulkanOnLinux()
    {
        Says(
            Device.WebGpu(),
            Linux with
            {
                VulkanDrivers = [],
                MissingLibraries = ["libvulkan.so.1"],
            },
            "Vulkan drivers: not found; the manifest of at least one in /usr/share/vulkan/icd.d or in VK_DRIVER_FILES was expected. "
                + "System libraries: no libvulkan.so.1; libvulkan.so.1 was expected. Install the Vulkan driver of the GPU"
        );
        Says(
            Device.WebGpu(),
            Linux with
            {
                LibraryVersion = "1.17.3",
                Providers = ["CPUExecutionProvider"],
            },
            "ONNX Runtime library: 1.17.3"
        );
    }

    [Fact]
    public void WebGpuNeedsDirect3DOnWindowsAndMetalOnMacOS()
    {
        Says(
            Device.WebGpu(),
            Windows with
            {
                Providers = ["WebGpuExecutionProvider"],
                MissingFiles = ["dxil.dll"],
                MissingLibraries = ["d3d12.dll"],
            },
            "System libraries: no d3d12.dll; d3d12.dll was expected. Take them from the package"
        );
        Says(
            Device.WebGpu(),
            Mac with
            {
                MissingLibraries = ["/System/Library/Frameworks/Metal.framework/Metal"],
            },
            "Metal was expected. Update the system."
        );
    }

    [Fact]
    public void DirectMLNeedsWindows()
    {
        Says(
            Device.DirectML(),
            Linux,
            "System: Linux 6.1; Windows 10 from build 18362 on was expected. ONNX Runtime library: 1.30.0"
        );
        Says(
            Device.DirectML(),
            Windows with
            {
                SystemVersion = new Version(10, 0, 17763),
            },
            "System: Windows 10.0.17763; Windows 10 from build 18362 on was expected. Update Windows."
        );
        Says(
            Device.DirectML(),
            Windows with
            {
                MissingLibraries = ["DirectML.dll"],
            },
            "System libraries: no DirectML.dll; d3d12.dll, DirectML.dll was expected."
        );
    }

    [Fact]
    public void CoreMLNeedsMacOS()
    {
        Says(Device.CoreML(), Windows, "System: Windows 10.0.22631; macOS 10.15 or later was expected.");
        Says(
            Device.CoreML(),
            Mac with
            {
                SystemVersion = new Version(10, 14),
            },
            "System: MacOS 10.14; macOS 10.15 or later was expected. Update macOS."
        );
    }

    [Fact]
    public void WhereAllIsThereOnnxRuntimeHasTheWord() =>
        Assert.Equal(
            "The device cuda:0 was asked for, but it did not start, though its parts were found (System: Linux 6.1; "
                + "ONNX Runtime library: 1.30.0, /app/libonnxruntime.so, built with CUDAExecutionProvider, WebGpuExecutionProvider, CPUExecutionProvider; "
                + "Files beside the library: all; NVIDIA driver: NVIDIA driver 550.54.15 for CUDA up to 12.4; GPUs: 1 (NVIDIA H100); "
                + "CUDA 12 and cuDNN 9: libcudart.so.12, libcublas.so.12, libcublasLt.so.12, libcufft.so.11, libcudnn.so.9). "
                + "A driver and hardware that ONNX Runtime 1.30.0 can use were expected. Update the driver, or use Device.Cpu. ONNX Runtime says: CUDA failure 803",
            DeviceDiagnosis.Message(Device.Cuda(), Linux, "CUDA failure 803")
        );

    [Fact]
    public void ThisMachineIsLookedAtWithoutAnError()
    {
        foreach (Device device in (Device[])[Device.Cuda(), Device.WebGpu(), Device.DirectML(), Device.CoreML()])
            Assert.StartsWith(
                $"The device {device} was asked for",
                DeviceDiagnosis.Message(device, DeviceProbe.Gather(device))
            );
    }

    private static void Says(Device device, DeviceFacts facts, string part) =>
        Assert.Contains(part, DeviceDiagnosis.Message(device, facts));
}

using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Tests.Runtime.Devices;

public sealed class DeviceOptionsTests
{
    [Fact]
    public void AreWrittenAsOnnxRuntimeWantsThem()
    {
        var cuda = Device.Cuda(
            1,
            new CudaOptions
            {
                GpuMemoryLimit = 1L << 33,
                ArenaExtendStrategy = CudaArenaExtension.SameAsRequested,
                ConvAlgorithmSearch = CudaConvolutionSearch.Heuristic,
                MaxConvWorkspace = false,
                UseTf32 = true,
                PreferNhwc = true,
                FuseConvBias = true,
                PadConv1DToNC1D = true,
                CopyInDefaultStream = false,
                GraphCapture = true,
                Others = new Dictionary<string, string> { ["sdpa_kernel"] = "2", ["use_tf32"] = "0" },
            }
        );
        Assert.Equal(
            "arena_extend_strategy=kSameAsRequested cudnn_conv1d_pad_to_nc1d=1 cudnn_conv_algo_search=HEURISTIC cudnn_conv_use_max_workspace=0 "
                + "do_copy_in_default_stream=0 enable_cuda_graph=1 fuse_conv_bias=1 gpu_mem_limit=8589934592 prefer_nhwc=1 sdpa_kernel=2 use_tf32=1",
            Text(cuda)
        );
        Assert.Equal("cuda:1", cuda.ToString());

        Assert.Equal(
            "dawnBackendType=D3D12 enableInt64=0 enableRobustness=1 maxNumPendingDispatches=4096 powerPreference=low-power "
                + "preferredLayout=NCHW preserveDevice=1 validationMode=wgpuOnly",
            Text(
                Device.WebGpu(
                    new WebGpuOptions
                    {
                        PowerPreference = WebGpuPower.LowPower,
                        Backend = WebGpuBackend.D3D12,
                        PreferredLayout = ConvolutionLayout.Nchw,
                        EnableInt64 = false,
                        ValidationMode = WebGpuValidation.WgpuOnly,
                        EnableRobustness = true,
                        MaxPendingDispatches = 4096,
                        PreserveDevice = true,
                    }
                )
            )
        );
        Assert.Equal(
            "device_filter=any disable_metacommands=true performance_preference=minimum_power",
            Text(
                Device.DirectML(
                    0,
                    new DirectMLOptions
                    {
                        PerformancePreference = DirectMLPerformance.MinimumPower,
                        DeviceFilter = DirectMLDeviceFilter.Any,
                        DisableMetacommands = true,
                    }
                )
            )
        );
        Assert.Equal(
            "AllowLowPrecisionAccumulationOnGPU=1 EnableOnSubgraphs=0 MLComputeUnits=CPUAndNeuralEngine ModelCacheDirectory=cache ModelFormat=MLProgram "
                + "ProfileComputePlan=0 RequireStaticInputShapes=1 SpecializationStrategy=FastPrediction",
            Text(
                Device.CoreML(
                    new CoreMLOptions
                    {
                        ModelFormat = CoreMLModelFormat.MLProgram,
                        ComputeUnits = CoreMLComputeUnits.CpuAndNeuralEngine,
                        RequireStaticInputShapes = true,
                        EnableOnSubgraphs = false,
                        SpecializationStrategy = CoreMLSpecialization.FastPrediction,
                        ProfileComputePlan = false,
                        AllowLowPrecisionAccumulationOnGpu = true,
                        ModelCacheDirectory = "cache",
                    }
                )
            )
        );
    }

    [Fact]
    public void EachMemberOfTheEnumerationsIsAccepted()
    {
        foreach (var search in Enum.GetValues<CudaConvolutionSearch>())
            Device.Cuda(0, new CudaOptions { ConvAlgorithmSearch = search });
        foreach (var strategy in Enum.GetValues<CudaArenaExtension>())
            Device.Cuda(0, new CudaOptions { ArenaExtendStrategy = strategy });
        foreach (var power in Enum.GetValues<WebGpuPower>())
            Device.WebGpu(new WebGpuOptions { PowerPreference = power });
        foreach (var validation in Enum.GetValues<WebGpuValidation>())
            Device.WebGpu(new WebGpuOptions { ValidationMode = validation });
        foreach (var units in Enum.GetValues<CoreMLComputeUnits>())
            Device.CoreML(new CoreMLOptions { ComputeUnits = units });
        foreach (var performance in Enum.GetValues<DirectMLPerformance>())
            Device.DirectML(0, new DirectMLOptions { PerformancePreference = performance });
    }

    [Fact]
    public void WhatIsNotSetIsLeftOut()
    {
        Assert.Equal(Device.Cuda(), Device.Cuda(0, new CudaOptions()));
        Assert.Equal(Device.CoreML(), Device.CoreML(new CoreMLOptions()));
    }

    [Fact]
    public void DeviceAndPrecisionAreAddedForOnnxRuntime()
    {
        Assert.Equal("device_id=2 use_tf32=0", Text(Providers.Settings(Device.Cuda(2), version: 30)));
        Assert.Equal("device_id=2", Text(Providers.Settings(Device.Cuda(2), version: 17)));
        Assert.Equal(
            "device_id=0 use_tf32=1",
            Text(Providers.Settings(Device.Cuda(0, new CudaOptions { UseTf32 = true }), version: 30))
        );
        Assert.Equal("device_id=1", Text(Providers.Settings(Device.DirectML(1), version: 30)));
        Assert.Equal(
            "device_filter=gpu",
            Text(
                Providers.Settings(
                    Device.DirectML(0, new DirectMLOptions { DeviceFilter = DirectMLDeviceFilter.Gpu }),
                    version: 30
                )
            )
        );
        Assert.Equal("", Text(Providers.Settings(Device.WebGpu(), version: 30)));
    }

    [Fact]
    public void WrongOnesAreRefused()
    {
        Refuses(
            () => Device.Cuda(0, new CudaOptions { GpuMemoryLimit = 0 }),
            "GpuMemoryLimit is 0; a number of at least 1 was expected. Give one, or leave it out."
        );
        Refuses(
            () => Device.WebGpu(new WebGpuOptions { MaxPendingDispatches = 5000 }),
            "MaxPendingDispatches is 5000; a number of at least 1 and at most 4096 was expected."
        );
        Refuses(
            () => Device.Cuda(0, new CudaOptions { ConvAlgorithmSearch = (CudaConvolutionSearch)9 }),
            "ConvAlgorithmSearch is 9, which is none of CudaConvolutionSearch; one of Exhaustive, Heuristic, Default was expected."
        );
        Refuses(
            () => Device.DirectML(1, new DirectMLOptions { DeviceFilter = DirectMLDeviceFilter.Gpu }),
            "The DirectML device 1 came with PerformancePreference or DeviceFilter"
        );
        Refuses(
            () => Device.WebGpu(new Dictionary<string, string> { ["powerpreference"] = "low-power" }),
            "The WebGPU option 'powerpreference' came; one of preferredLayout, "
        );
        Refuses(
            () => Device.WebGpu(new Dictionary<string, string> { ["enableInt64"] = "true" }),
            "The WebGPU option 'enableInt64' came with the value 'true'; one of 0, 1 was expected. Correct the value."
        );
        Refuses(
            () => Device.Cuda(0, new Dictionary<string, string> { ["gpu_mem_limit"] = "8GB" }),
            "came with the value '8GB'; a number from 0 on was expected"
        );
        Refuses(
            () => Device.CoreML(new CoreMLOptions { ModelCacheDirectory = "" }),
            "'ModelCacheDirectory' came with the value ''; a text was expected"
        );
    }

    [Fact]
    public void WebGpuTakesTheSameOptionsForAllModelsOfAProcess()
    {
        var low = Device.WebGpu(new WebGpuOptions { PowerPreference = WebGpuPower.LowPower });
        DeviceCheck.CheckShared(
            low,
            Device.WebGpu(
                new WebGpuOptions { PowerPreference = WebGpuPower.LowPower, PreferredLayout = ConvolutionLayout.Nchw }
            )
        );

        string message = Assert
            .Throws<NotSupportedException>(() => DeviceCheck.CheckShared(low, Device.WebGpu()))
            .Message;

        Assert.StartsWith(
            "WebGPU came with powerPreference = its default; this process uses it with powerPreference = low-power already",
            message
        );
    }

    [Fact]
    public void RecordingDevicesHaveNeitherLoopsNorUpdatesInPlace()
    {
        var cuda = Device.Cuda(0, new CudaOptions { GraphCapture = true, UseTf32 = true });

        Assert.True(cuda.Features.CapturesGraphs);
        Assert.False(cuda.Features.HasLoops);
        Assert.False(cuda.Features.UpdatesInPlace);
        Assert.Equal(Device.Cuda(0, new CudaOptions { UseTf32 = true }), cuda.WithoutCapture);
        Assert.True(Device.Cuda().Features.HasLoops);
        Assert.True(Device.Cuda().Features.UpdatesInPlace);
        Assert.Same(Device.Cpu, Device.Cpu.WithoutCapture);
    }

    private static void Refuses(Func<Device> make, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(make).Message);

    private static string Text(Device device) => Text(device.Options);

    private static string Text(IReadOnlyDictionary<string, string> options) =>
        string.Join(' ', options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Value}"));
}

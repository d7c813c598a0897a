using System.Globalization;
using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Runtime.Devices;

/// <summary>Tries every kind of device.</summary>
internal static class DeviceList
{
    /// <summary>The processor, each GPU that CUDA's driver knows, and what the other providers reach.</summary>
    public static IReadOnlyList<DeviceInfo> Find()
    {
        var list = new List<DeviceInfo>
        {
            new(
                Device.Cpu,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{RuntimeInformation.ProcessArchitecture} processor, {Environment.ProcessorCount} cores"
                ),
                null
            ),
        };
        var gpus = NvidiaDriver.Read()?.Gpus ?? [];
        for (int i = 0; i < Math.Max(1, gpus.Count); i++)
            list.Add(Try(Device.Cuda(i), i < gpus.Count ? gpus[i] : "NVIDIA GPU through CUDA"));
        list.Add(Try(Device.WebGpu(), "GPU through WebGPU (Vulkan, Direct3D 12 or Metal)"));
        list.Add(Try(Device.DirectML(), "GPU through DirectML"));
        list.Add(Try(Device.CoreML(), "Apple's accelerators through CoreML"));
        return list;
    }

    private static DeviceInfo Try(Device device, string description)
    {
        try
        {
            DeviceCheck.Ensure(device);
            return new DeviceInfo(device, description, null);
        }
        catch (NotSupportedException error)
        {
            return new DeviceInfo(device, description, error.Message);
        }
    }
}

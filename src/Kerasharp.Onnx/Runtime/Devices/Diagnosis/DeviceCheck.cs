using System.Collections.Concurrent;

namespace Kerasharp.Onnx.Runtime;

/// <summary>Whether a device is there: tried once, by the smallest session on it, before anything is trained.</summary>
internal static class DeviceCheck
{
    // What WebGPU's one device of a process is made with.
    private static readonly string[] Shared =
    [
        "powerPreference",
        "dawnBackendType",
        "validationMode",
        "enableRobustness",
        "maxNumPendingDispatches",
        "storageBufferCacheMode",
        "uniformBufferCacheMode",
        "queryResolveBufferCacheMode",
        "defaultBufferCacheMode",
        "maxStorageBufferBindingSize",
    ];

    // The sessions stay, and with them what their providers have begun.
    private static readonly ConcurrentDictionary<Device, Session> Tried = new();
    private static readonly Lock Gate = new();

    /// <summary>Refuses a device that is not there; the processor always is.</summary>
    /// <exception cref="NotSupportedException">The device is not there; the message says what is missing.</exception>
    public static void Ensure(Device device)
    {
        device = device.WithoutCapture;
        if (device.IsCpu || Tried.ContainsKey(device))
            return;
        lock (Gate)
        {
            if (Tried.ContainsKey(device))
                return;
            if (device.Name == "webgpu" && Tried.Keys.FirstOrDefault(d => d.Name == "webgpu") is { } first)
                CheckShared(first, device);
            var settings = new SessionSettings { Device = device, IsTrial = true };
            try
            {
                Tried[device] = new Session(OrtEnvironment.IdentityModel(1), settings);
            }
            catch (OnnxRuntimeException error)
            {
                throw new NotSupportedException(
                    DeviceDiagnosis.Message(device, DeviceProbe.Gather(device), error.Message),
                    error
                );
            }
        }
    }

    /// <summary>Forgets that a device was there.</summary>
    public static void Forget(Device device) => Tried.TryRemove(device.WithoutCapture, out _);

    internal static void CheckShared(Device first, Device second)
    {
        foreach (string key in Shared)
        {
            string? had = first.Options.GetValueOrDefault(key);
            string? came = second.Options.GetValueOrDefault(key);
            if (had != came)
                throw new NotSupportedException(
                    $"WebGPU came with {key} = {came ?? "its default"}; this process uses it with {key} = {had ?? "its default"} already, and has one WebGPU device for all models. "
                        + "The same value was expected. Give the same options to all models of a process."
                );
        }
    }
}

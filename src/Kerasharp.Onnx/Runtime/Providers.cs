namespace Kerasharp.Onnx.Runtime;

/// <summary>Puts a device's execution provider into a session's options, or says what is missing for it.</summary>
internal static class Providers
{
    /// <summary>Appends the provider of a device; the processor needs none.</summary>
    /// <exception cref="NotSupportedException">The provider, or a library that it needs, is not there.</exception>
    public static void Append(nint sessionOptions, Device device)
    {
        if (device.IsCpu)
            return;
        // Without these ONNX Runtime would write into its log, or take the processor without a word.
        string folder = Path.GetDirectoryName(Path.GetFullPath(OrtApi.LibraryPath)) ?? ".";
        var files = device.Name == "cuda" ? DeviceDiagnosis.FilesBeside(device, NativePlatform.Current.System) : [];
        if (
            !DeviceDiagnosis.IsBuiltIn(device, OrtEnvironment.Providers)
            || files.Any(file => !File.Exists(Path.Combine(folder, file)))
        )
            throw new NotSupportedException(DeviceDiagnosis.Message(device, DeviceProbe.Gather(device)));
        var settings = Settings(device, OrtApi.Version);
        try
        {
            if (device.Name == "cuda")
                AppendCuda(sessionOptions, settings);
            else
                AppendNative(sessionOptions, DeviceDiagnosis.Provider(device).Name, settings);
        }
        catch (OnnxRuntimeException error)
        {
            throw new NotSupportedException(
                DeviceDiagnosis.Message(device, DeviceProbe.Gather(device), error.Message),
                error
            );
        }
    }

    /// <summary>ONNX Runtime's name of a device's own memory; null where tensors lie in CPU memory.</summary>
    public static string? MemoryName(Device device) => device.Features.Memory?.Invoke(OrtApi.Version);

    /// <summary>What ONNX Runtime is told of a device: its options, which device of its kind it is, and what is ours to decide.</summary>
    /// <param name="device">The device.</param>
    /// <param name="version">The version of ONNX Runtime's API.</param>
    internal static Dictionary<string, string> Settings(Device device, int version)
    {
        var settings = new Dictionary<string, string>(device.Options);
        if (device.Name == "cuda" || (device.Name == "directml" && !device.IsChosenByOptions))
            settings["device_id"] = device.Index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        // Numbers as the processor's, unless told otherwise; before 1.18 there is no such option.
        if (device.Name == "cuda" && version >= 18)
            settings.TryAdd("use_tf32", "0");
        return settings;
    }

    private static void AppendCuda(nint sessionOptions, Dictionary<string, string> settings)
    {
        nint options = OrtApi.Get(OrtSlot.CreateCudaProviderOptions);
        try
        {
            using var keys = new NativeStrings(settings.Keys);
            using var values = new NativeStrings(settings.Values);
            OrtApi.Call(OrtSlot.UpdateCudaProviderOptions, options, keys.Pointer, values.Pointer, keys.Count);
            OrtApi.Call(OrtSlot.SessionOptionsAppendCudaV2, sessionOptions, options);
        }
        finally
        {
            OrtApi.Release(OrtSlot.ReleaseCudaProviderOptions, options);
        }
    }

    private static unsafe void AppendNative(nint sessionOptions, string provider, Dictionary<string, string> settings)
    {
        using var keys = new NativeStrings(settings.Keys);
        using var values = new NativeStrings(settings.Values);
        fixed (byte* name = OrtApi.Utf8(provider))
            OrtApi.Call(
                OrtSlot.SessionOptionsAppendExecutionProvider,
                sessionOptions,
                (nint)name,
                keys.Pointer,
                values.Pointer,
                keys.Count
            );
    }
}

using Kerasharp.Onnx.Kernels;

namespace Kerasharp.Onnx.Runtime;

/// <summary>Owns the native form of <see cref="SessionSettings"/>, for as long as a session is being made.</summary>
internal sealed unsafe class SessionOptions : OrtHandle
{
    /// <summary>Translates settings.</summary>
    /// <exception cref="NotSupportedException">The device is not there.</exception>
    public SessionOptions(SessionSettings settings)
        : base(OrtApi.Get(OrtSlot.CreateSessionOptions), OrtSlot.ReleaseSessionOptions)
    {
        try
        {
            Fill(settings);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Fill(SessionSettings settings)
    {
        OrtApi.CallWithInt(OrtSlot.SetSessionGraphOptimizationLevel, handle, (int)settings.Optimization);
        SetThreads(settings.OwnThreads);
        if (OrtEnvironment.SharesArena && !settings.Configuration.ContainsKey("session.use_env_allocators"))
            AddEntry("session.use_env_allocators", "1");
        if (settings.ProfilePrefix is { } prefix)
            fixed (byte* path = OrtApi.PathBytes(prefix))
                OrtApi.Call(OrtSlot.EnableProfiling, handle, (nint)path);
        if (settings.LogId is { } id)
            OrtApi.CallWithText(OrtSlot.SetSessionLogId, handle, id);
        if (settings.LogLevel is { } level)
            OrtApi.CallWithInt(OrtSlot.SetSessionLogSeverityLevel, handle, RuntimeLog.ToSeverity(level));
        // DirectML cannot plan its memory ahead.
        if (!settings.MemoryPattern || settings.Device.Name == "directml")
            OrtApi.Call(OrtSlot.DisableMemPattern, handle);
        foreach ((string symbol, long number) in settings.FreeDimensions)
            SetDimension(symbol, number);
        foreach ((string key, string value) in settings.Configuration)
            AddEntry(key, value);
        Providers.Append(handle, settings.Device);
        foreach (KernelDomain domain in settings.Kernels)
            domain.AddTo(handle);
    }

    private void SetThreads(int? own)
    {
        if (own is null && OrtEnvironment.SharesThreads)
            OrtApi.Call(OrtSlot.DisablePerSessionThreads, handle);
        else
            OrtApi.CallWithInt(OrtSlot.SetIntraOpNumThreads, handle, own ?? RuntimeOptions.Threads);
    }

    private void AddEntry(string key, string value) =>
        OrtApi.CallWithTexts(OrtSlot.AddSessionConfigEntry, handle, key, value);

    private void SetDimension(string symbol, long number)
    {
        var set = (delegate* unmanaged<nint, byte*, long, nint>)OrtApi.Table[OrtSlot.AddFreeDimensionOverrideByName];
        fixed (byte* text = OrtApi.Utf8(symbol))
            OrtApi.Check(set(handle, text, number));
    }
}

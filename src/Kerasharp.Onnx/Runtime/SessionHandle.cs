namespace Kerasharp.Onnx.Runtime;

/// <summary>Owns a native session.</summary>
/// <param name="native">The session.</param>
/// <param name="pressure">About how much memory it holds.</param>
internal sealed class SessionHandle(nint native, long pressure) : OrtHandle(native, OrtSlot.ReleaseSession, pressure);

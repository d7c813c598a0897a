using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Runtime;

/// <summary>A list of C strings for the time of one call.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly nint[] _strings;
    private GCHandle _pin;

    /// <summary>Copies texts into native memory.</summary>
    public NativeStrings(IEnumerable<string> texts)
    {
        _strings = [.. texts.Select(Marshal.StringToCoTaskMemUTF8)];
        _pin = GCHandle.Alloc(_strings, GCHandleType.Pinned);
    }

    /// <summary>How many there are.</summary>
    public int Count => _strings.Length;

    /// <summary>The array of pointers to them.</summary>
    public nint Pointer => _pin.AddrOfPinnedObject();

    /// <summary>Frees them.</summary>
    public void Dispose()
    {
        _pin.Free();
        foreach (nint text in _strings)
            Marshal.FreeCoTaskMem(text);
    }
}

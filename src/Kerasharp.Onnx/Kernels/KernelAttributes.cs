using System.Text;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels;

/// <summary>The attributes of a node, while its kernel is made.</summary>
internal readonly unsafe struct KernelAttributes
{
    private readonly nint _info;

    /// <summary>The attributes behind a native description of a node.</summary>
    internal KernelAttributes(nint info) => _info = info;

    /// <summary>A whole number.</summary>
    /// <exception cref="OnnxRuntimeException">The node has no such attribute.</exception>
    public long Int64(string name)
    {
        long value = 0;
        fixed (byte* text = OrtApi.Utf8(name))
            OrtApi.Call(OrtSlot.KernelInfoGetAttributeInt64, _info, (nint)text, (nint)(&value));
        return value;
    }

    /// <summary>A whole number, or null where the node has no such attribute.</summary>
    public long? FindInt64(string name)
    {
        long value = 0;
        fixed (byte* text = OrtApi.Utf8(name))
        {
            var read = (delegate* unmanaged<nint, byte*, long*, nint>)OrtApi.Table[OrtSlot.KernelInfoGetAttributeInt64];
            nint status = read(_info, text, &value);
            if (status == 0)
                return value;
            OrtApi.Release(OrtSlot.ReleaseStatus, status);
            return null;
        }
    }

    /// <summary>A number.</summary>
    /// <exception cref="OnnxRuntimeException">The node has no such attribute.</exception>
    public float Float32(string name)
    {
        float value = 0;
        fixed (byte* text = OrtApi.Utf8(name))
            OrtApi.Call(OrtSlot.KernelInfoGetAttributeFloat, _info, (nint)text, (nint)(&value));
        return value;
    }

    /// <summary>A text.</summary>
    /// <exception cref="OnnxRuntimeException">The node has no such attribute.</exception>
    public string Text(string name)
    {
        nuint size = 0;
        fixed (byte* key = OrtApi.Utf8(name))
        {
            // Asked with no place to write to, it answers with the size, the closing zero included.
            OrtApi.Call(OrtSlot.KernelInfoGetAttributeString, _info, (nint)key, 0, (nint)(&size));
            byte[] value = new byte[(int)size];
            fixed (byte* target = value)
                OrtApi.Call(OrtSlot.KernelInfoGetAttributeString, _info, (nint)key, (nint)target, (nint)(&size));
            return Encoding.UTF8.GetString(value, 0, Math.Max(0, (int)size - 1));
        }
    }

    /// <summary>A text, or the default where the node has no such attribute.</summary>
    public string Text(string name, string @default)
    {
        nuint size = 0;
        fixed (byte* key = OrtApi.Utf8(name))
            return Finds(OrtSlot.KernelInfoGetAttributeString, key, &size) ? Text(name) : @default;
    }

    /// <summary>A list of whole numbers, or null where the node has no such attribute.</summary>
    public long[]? Int64s(string name)
    {
        nuint size = 0;
        fixed (byte* key = OrtApi.Utf8(name))
        {
            if (!Finds(OrtSlot.KernelInfoGetAttributeArrayInt64, key, &size))
                return null;
            long[] values = new long[(int)size];
            fixed (long* target = values)
                OrtApi.Call(OrtSlot.KernelInfoGetAttributeArrayInt64, _info, (nint)key, (nint)target, (nint)(&size));
            return values;
        }
    }

    /// <summary>Asks for an attribute's size; a failure says that it is not there.</summary>
    private bool Finds(int slot, byte* key, nuint* size)
    {
        nint status = ((delegate* unmanaged<nint, byte*, void*, nuint*, nint>)OrtApi.Table[slot])(
            _info,
            key,
            null,
            size
        );
        if (status != 0)
            OrtApi.Release(OrtSlot.ReleaseStatus, status);
        return status == 0;
    }
}

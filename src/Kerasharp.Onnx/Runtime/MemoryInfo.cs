namespace Kerasharp.Onnx.Runtime;

/// <summary>Owns a native description of where memory lies.</summary>
internal sealed unsafe class MemoryInfo : OrtHandle
{
    private static readonly Lazy<MemoryInfo> PlainCpu = new(static () => CreateCpu(arena: false));

    private MemoryInfo(nint native)
        : base(native, OrtSlot.ReleaseMemoryInfo) { }

    /// <summary>Plain CPU memory, which lives as long as the process.</summary>
    public static MemoryInfo Cpu => PlainCpu.Value;

    /// <summary>CPU memory, from an arena or not.</summary>
    public static MemoryInfo CreateCpu(bool arena)
    {
        nint native = 0;
        var create = (delegate* unmanaged<int, int, nint*, nint>)OrtApi.Table[OrtSlot.CreateCpuMemoryInfo];
        OrtApi.Check(create(arena ? 1 : 0, 0, &native));
        return new MemoryInfo(native);
    }

    /// <summary>A device's own memory.</summary>
    /// <param name="name">ONNX Runtime's name of the memory, such as Cuda.</param>
    /// <param name="index">Which device of that kind.</param>
    public static MemoryInfo CreateDevice(string name, int index)
    {
        nint native = 0;
        var create = (delegate* unmanaged<byte*, int, int, int, nint*, nint>)OrtApi.Table[OrtSlot.CreateMemoryInfo];
        fixed (byte* text = OrtApi.Utf8(name))
            OrtApi.Check(create(text, 0, index, 0, &native));
        return new MemoryInfo(native);
    }
}

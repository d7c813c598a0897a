using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Kernels;

/// <summary>
/// ONNX Runtime's OrtCustomOp, field by field in its order, with a reference to our kernel behind it. ONNX Runtime reads
/// no further than <see cref="Version"/> allows, so the field behind is ours.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeOperator
{
    /// <summary>The API version whose fields are filled in: 17, the first with a version range for the operator.</summary>
    public const uint CurrentVersion = 17;

    public uint Version;
    public nint CreateKernel;
    public delegate* unmanaged<NativeOperator*, nint> GetName;
    public delegate* unmanaged<NativeOperator*, nint> GetExecutionProviderType;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetInputType;
    public delegate* unmanaged<NativeOperator*, nuint> GetInputTypeCount;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetOutputType;
    public delegate* unmanaged<NativeOperator*, nuint> GetOutputTypeCount;
    public nint KernelCompute;
    public delegate* unmanaged<nint, void> KernelDestroy;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetInputCharacteristic;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetOutputCharacteristic;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetInputMemoryType;
    public delegate* unmanaged<NativeOperator*, int> GetVariadicInputMinArity;
    public delegate* unmanaged<NativeOperator*, int> GetVariadicInputHomogeneity;
    public delegate* unmanaged<NativeOperator*, int> GetVariadicOutputMinArity;
    public delegate* unmanaged<NativeOperator*, int> GetVariadicOutputHomogeneity;
    public delegate* unmanaged<NativeOperator*, nint, nint, nint*, nint> CreateKernelV2;
    public delegate* unmanaged<nint, nint, nint> KernelComputeV2;
    public nint InferOutputShape;
    public delegate* unmanaged<NativeOperator*, int> GetStartVersion;
    public delegate* unmanaged<NativeOperator*, int> GetEndVersion;
    public nint GetMayInplace;
    public nint ReleaseMayInplace;
    public nint GetAliasMap;
    public nint ReleaseAliasMap;

    /// <summary>Ours: the kernel.</summary>
    public nint Kernel;

    /// <summary>Ours: the operator's name as a C string.</summary>
    public nint Name;
}

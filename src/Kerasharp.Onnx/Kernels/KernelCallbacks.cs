using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels;

/// <summary>
/// The functions through which ONNX Runtime asks about a kernel and runs it: one set for all kernels. No exception may
/// leave them, for that would end the process; those that can fail answer with a status.
/// </summary>
internal static unsafe class KernelCallbacks
{
    /// <summary>The native form of a kernel. It lives as long as the process, as sessions may refer to it.</summary>
    public static NativeOperator* Describe(Kernel kernel)
    {
        var native = (NativeOperator*)NativeMemory.AllocZeroed((nuint)sizeof(NativeOperator));
        native->Version = NativeOperator.CurrentVersion;
        native->GetName = &GetName;
        native->GetExecutionProviderType = &GetExecutionProviderType;
        native->GetInputType = &GetInputType;
        native->GetInputTypeCount = &GetInputTypeCount;
        native->GetOutputType = &GetOutputType;
        native->GetOutputTypeCount = &GetOutputTypeCount;
        native->KernelDestroy = &Destroy;
        native->GetInputCharacteristic = &GetInputCharacteristic;
        native->GetOutputCharacteristic = &GetOutputCharacteristic;
        native->GetInputMemoryType = &GetInputMemoryType;
        native->GetVariadicInputMinArity = &Zero;
        native->GetVariadicInputHomogeneity = &Zero;
        native->GetVariadicOutputMinArity = &Zero;
        native->GetVariadicOutputHomogeneity = &Zero;
        native->CreateKernelV2 = &Create;
        native->KernelComputeV2 = &Compute;
        native->GetStartVersion = &GetStartVersion;
        native->GetEndVersion = &GetEndVersion;
        native->Kernel = GCHandle.ToIntPtr(GCHandle.Alloc(kernel));
        native->Name = Marshal.StringToCoTaskMemUTF8(kernel.Operator);
        return native;
    }

    [UnmanagedCallersOnly]
    private static nint Create(NativeOperator* native, nint api, nint info, nint* created)
    {
        try
        {
            Kernel kernel = KernelOf(native->Kernel).ForNode(new KernelAttributes(info));
            *created = GCHandle.ToIntPtr(GCHandle.Alloc(kernel));
            return 0;
        }
        catch (Exception exception)
        {
            return OrtApi.StatusOf(exception);
        }
    }

    [UnmanagedCallersOnly]
    private static nint Compute(nint kernel, nint context)
    {
        try
        {
            KernelOf(kernel).Compute(new KernelContext(context));
            return 0;
        }
        catch (Exception exception)
        {
            return OrtApi.StatusOf(exception);
        }
    }

    [UnmanagedCallersOnly]
    private static void Destroy(nint kernel) => GCHandle.FromIntPtr(kernel).Free();

    [UnmanagedCallersOnly]
    private static nint GetName(NativeOperator* native) => native->Name;

    // Null is the CPU's provider.
    [UnmanagedCallersOnly]
    private static nint GetExecutionProviderType(NativeOperator* native) => 0;

    [UnmanagedCallersOnly]
    private static int GetInputType(NativeOperator* native, nuint index) =>
        (int)Port(KernelOf(native->Kernel).Inputs, index).Type;

    [UnmanagedCallersOnly]
    private static nuint GetInputTypeCount(NativeOperator* native) => (nuint)KernelOf(native->Kernel).Inputs.Count;

    [UnmanagedCallersOnly]
    private static int GetOutputType(NativeOperator* native, nuint index) =>
        (int)Port(KernelOf(native->Kernel).Outputs, index).Type;

    [UnmanagedCallersOnly]
    private static nuint GetOutputTypeCount(NativeOperator* native) => (nuint)KernelOf(native->Kernel).Outputs.Count;

    [UnmanagedCallersOnly]
    private static int GetInputCharacteristic(NativeOperator* native, nuint index) =>
        (int)Port(KernelOf(native->Kernel).Inputs, index).Presence;

    [UnmanagedCallersOnly]
    private static int GetOutputCharacteristic(NativeOperator* native, nuint index) =>
        (int)Port(KernelOf(native->Kernel).Outputs, index).Presence;

    // 0 is the memory that the provider uses by default.
    [UnmanagedCallersOnly]
    private static int GetInputMemoryType(NativeOperator* native, nuint index) => 0;

    [UnmanagedCallersOnly]
    private static int Zero(NativeOperator* native) => 0;

    [UnmanagedCallersOnly]
    private static int GetStartVersion(NativeOperator* native) => 1;

    [UnmanagedCallersOnly]
    private static int GetEndVersion(NativeOperator* native) => int.MaxValue;

    private static Kernel KernelOf(nint handle) => (Kernel)GCHandle.FromIntPtr(handle).Target!;

    // Asked about a place that is not there, it answers like the last one: an exception could not leave.
    private static KernelPort Port(IReadOnlyList<KernelPort> ports, nuint index) =>
        ports.Count == 0 ? new KernelPort(ElementType.Undefined) : ports[(int)Math.Min(index, (nuint)ports.Count - 1)];
}

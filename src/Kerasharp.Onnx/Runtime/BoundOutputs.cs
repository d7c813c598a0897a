using System.Text;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Runtime;

/// <summary>Takes over the tensors that a run allocated.</summary>
internal static unsafe class BoundOutputs
{
    /// <summary>The wanted outputs of a binding's last run, by name.</summary>
    public static Dictionary<string, DeviceTensor> Take(nint binding, IReadOnlySet<string> wanted)
    {
        nint allocator = OrtApi.DefaultAllocator;
        string[] names = ReadNames(binding, allocator);
        nint* values = null;
        nuint count = 0;
        OrtApi.Call(OrtSlot.GetBoundOutputValues, binding, allocator, (nint)(&values), (nint)(&count));
        // Every value gets its owner first, so that none is lost if reading one fails.
        ValueHandle[] owners = new ValueHandle[(int)count];
        for (int i = 0; i < owners.Length; i++)
            owners[i] = new ValueHandle(values[i], byteLength: 0);
        if (values != null)
            OrtApi.Call(OrtSlot.AllocatorFree, allocator, (nint)values);
        var outputs = new Dictionary<string, DeviceTensor>();
        for (int i = 0; i < owners.Length; i++)
        {
            if (wanted.Contains(names[i]))
                outputs.Add(names[i], Wrap(owners[i]));
            else
                owners[i].Dispose();
        }
        return outputs;
    }

    private static string[] ReadNames(nint binding, nint allocator)
    {
        byte* text = null;
        nuint* lengths = null;
        nuint count = 0;
        OrtApi.Call(OrtSlot.GetBoundOutputNames, binding, allocator, (nint)(&text), (nint)(&lengths), (nint)(&count));
        string[] names = new string[(int)count];
        byte* next = text;
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Encoding.UTF8.GetString(next, (int)lengths[i]);
            next += lengths[i];
        }
        if (text != null)
            OrtApi.Call(OrtSlot.AllocatorFree, allocator, (nint)text);
        if (lengths != null)
            OrtApi.Call(OrtSlot.AllocatorFree, allocator, (nint)lengths);
        return names;
    }

    private static DeviceTensor Wrap(ValueHandle owner)
    {
        using var lease = owner.Borrow();
        nint info = OrtApi.Get(OrtSlot.GetTensorTypeAndShape, lease.Pointer);
        (ElementType type, long[] dims) = TensorShape.Read(info);
        OrtApi.Release(OrtSlot.ReleaseTensorTypeAndShapeInfo, info);
        void* pointer = (void*)OrtApi.Get(OrtSlot.GetTensorMutableData, lease.Pointer);
        return new DeviceTensor(owner, type, dims, pointer, MemoryOf(lease.Pointer));
    }

    private static DeviceMemory MemoryOf(nint native)
    {
        nint info = OrtApi.Get(OrtSlot.GetTensorMemoryInfo, native);
        int deviceType = 0;
        ((delegate* unmanaged<nint, int*, void>)OrtApi.Table[OrtSlot.MemoryInfoGetDeviceType])(info, &deviceType);
        return deviceType == 0
            ? DeviceMemory.Cpu
            : throw new NotSupportedException(
                "A run left an output on a device, where only outputs of known shape can be kept. Bind a tensor to it, or let it be allocated on Device.Cpu."
            );
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels;

/// <summary>A call of a kernel: its inputs, its outputs, and ONNX Runtime's threads.</summary>
internal readonly unsafe ref struct KernelContext
{
    // The version that lets a tensor's dimensions be seen without a native object for them.
    private const int DimsByReference = 24;

    private readonly nint _context;
    private readonly nint* _table;

    internal KernelContext(nint context)
    {
        _context = context;
        _table = OrtApi.Table;
    }

    /// <summary>The number of inputs of the node, absent ones included.</summary>
    public int InputCount
    {
        get
        {
            nuint count = 0;
            OrtApi.Check(
                ((delegate* unmanaged<nint, nuint*, nint>)_table[OrtSlot.KernelContextGetInputCount])(_context, &count)
            );
            return (int)count;
        }
    }

    /// <summary>An input.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="buffer">Room for the dimensions.</param>
    public KernelTensor Input(int index, [UnscopedRef] ref DimsBuffer buffer)
    {
        nint value = 0;
        OrtApi.Check(
            ((delegate* unmanaged<nint, nuint, nint*, nint>)_table[OrtSlot.KernelContextGetInput])(
                _context,
                (nuint)index,
                &value
            )
        );
        return value == 0 ? default : new KernelTensor(Data(value), Dims(value, ref buffer));
    }

    /// <summary>Makes an output and gives the place to write its elements to; null where nobody reads it.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="dims">Its dimensions.</param>
    public void* Output(int index, ReadOnlySpan<long> dims)
    {
        nint value = 0;
        fixed (long* shape = dims)
        {
            var get = (delegate* unmanaged<nint, nuint, long*, nuint, nint*, nint>)
                _table[OrtSlot.KernelContextGetOutput];
            OrtApi.Check(get(_context, (nuint)index, shape, (nuint)dims.Length, &value));
        }
        return value == 0 ? null : Data(value);
    }

    /// <summary>Calls a static function for each part, on ONNX Runtime's threads, and returns when all are done.</summary>
    /// <param name="parts">How many parts.</param>
    /// <param name="state">What the parts work on, on the caller's stack.</param>
    /// <param name="part">The function; it gets the state and the part's number.</param>
    /// <remarks>The first exception of any part is thrown again here, when all parts have ended.</remarks>
    public void ParallelFor(int parts, void* state, delegate* <void*, int, void> part)
    {
        if (parts == 1)
        {
            part(state, 0);
            return;
        }
        var job = new ParallelJob(state, part);
        var run = (delegate* unmanaged<
            nint,
            delegate* unmanaged<ParallelJob*, nuint, void>,
            nuint,
            nuint,
            ParallelJob*,
            nint>)
            _table[OrtSlot.KernelContextParallelFor];
        OrtApi.Check(run(_context, &ParallelJob.RunPart, (nuint)parts, 0, &job));
        if (job.TakeFault() is { } fault)
            ExceptionDispatchInfo.Throw(fault);
    }

    private void* Data(nint value)
    {
        void* data = null;
        OrtApi.Check(((delegate* unmanaged<nint, void**, nint>)_table[OrtSlot.GetTensorMutableData])(value, &data));
        // A tensor without elements may have no address; null is kept for inputs that are absent.
        return data == null ? (void*)64 : data;
    }

    private ReadOnlySpan<long> Dims(nint value, ref DimsBuffer buffer)
    {
        if (OrtApi.Version >= DimsByReference)
        {
            int type = 0;
            long* shape = null;
            nuint rank = 0;
            var read = (delegate* unmanaged<nint, int*, long**, nuint*, nint>)
                _table[OrtSlot.GetTensorElementTypeAndShapeDataReference];
            OrtApi.Check(read(value, &type, &shape, &rank));
            return new ReadOnlySpan<long>(shape, (int)rank);
        }
        nint info = OrtApi.Get(OrtSlot.GetTensorTypeAndShape, value);
        try
        {
            var rank = (int)OrtApi.Get(OrtSlot.GetDimensionsCount, info);
            if (rank > DimsBuffer.MaxRank)
                throw new NotSupportedException(
                    $"A tensor of rank {rank} came to a kernel; at most {DimsBuffer.MaxRank} was expected. Reshape it first."
                );
            Span<long> dims = ((Span<long>)buffer)[..rank];
            fixed (long* pointer = dims)
                OrtApi.Call(OrtSlot.GetDimensions, info, (nint)pointer, rank);
            return dims;
        }
        finally
        {
            OrtApi.Release(OrtSlot.ReleaseTensorTypeAndShapeInfo, info);
        }
    }
}

using System.Runtime.InteropServices;

namespace Kerasharp.Onnx.Kernels;

/// <summary>Work that is split over ONNX Runtime's threads, on the stack of the kernel that waits for it.</summary>
internal unsafe struct ParallelJob(void* state, delegate* <void*, int, void> part)
{
    private readonly void* _state = state;
    private readonly delegate* <void*, int, void> _part = part;

    // A handle to the first exception; a pointer-sized number, since native memory cannot hold a reference.
    private nint _fault;

    /// <summary>The function that ONNX Runtime calls for each part.</summary>
    [UnmanagedCallersOnly]
    public static void RunPart(ParallelJob* job, nuint part)
    {
        // An exception that left this method would end the process.
        try
        {
            job->_part(job->_state, (int)part);
        }
        catch (Exception exception)
        {
            job->Fail(exception);
        }
    }

    /// <summary>The first exception of any part, if one was thrown.</summary>
    public Exception? TakeFault()
    {
        if (_fault == 0)
            return null;
        GCHandle handle = GCHandle.FromIntPtr(_fault);
        var exception = (Exception?)handle.Target;
        handle.Free();
        _fault = 0;
        return exception;
    }

    private void Fail(Exception exception)
    {
        GCHandle handle = GCHandle.Alloc(exception);
        if (Interlocked.CompareExchange(ref _fault, GCHandle.ToIntPtr(handle), 0) != 0)
            handle.Free();
    }
}

using System.Runtime.Intrinsics;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels;

/// <summary>Does parts of a kernel's work with the widest vectors that the processor has.</summary>
/// <typeparam name="TWork">The work.</typeparam>
internal static unsafe class WideParts<TWork>
    where TWork : unmanaged, IWideWork
{
    /// <summary>A part, as <see cref="KernelContext.ParallelFor"/> calls it.</summary>
    /// <param name="state">The work.</param>
    /// <param name="part">The part's number.</param>
    public static void Compute(void* state, int part)
    {
        var work = (TWork*)state;
        if (Vector512.IsHardwareAccelerated)
            work->Compute<Lanes512>(part);
        else if (Vector256.IsHardwareAccelerated)
            work->Compute<Lanes256>(part);
        else
            work->Compute<Lanes128>(part);
    }
}

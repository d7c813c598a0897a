using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>The sum of the squares of all elements in one pass over memory. Input: a tensor; output: one number.</summary>
/// <remarks>
/// Each part sums up its elements, and the parts' sums are added in their order; so the sum is the same on every run, with any number of
/// threads. Blocks are summed up in float32, their sums in float64.
/// </remarks>
internal sealed unsafe class SumOfSquaresKernel : Kernel
{
    // Below this many numbers a part's work does not pay for waking a thread.
    private const long SmallestPart = 32768;

    // A number that does not depend on the threads', so that the sum does not, either.
    private const int MostParts = 32;

    // So many elements are summed up in float32.
    private const long Block = 4096;

    private const int Together = 4;
    private const int MostLanes = 16;

    /// <inheritdoc/>
    public override string Operator => "SumOfSquares";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer dims = default;
        KernelTensor x = context.Input(0, ref dims);
        double* sums = stackalloc double[MostParts];
        var work = new Work
        {
            Source = (float*)x.Pointer,
            Count = x.Count,
            Parts = Math.Clamp(x.Count / SmallestPart, 1, MostParts),
            Sums = sums,
        };
        context.ParallelFor((int)work.Parts, &work, &WideParts<Work>.Compute);
        double total = 0;
        for (int part = 0; part < work.Parts; part++)
            total += sums[part];
        *(float*)context.Output(0, []) = (float)total;
    }

    private struct Work : IWideWork
    {
        public float* Source;
        public double* Sums;
        public long Count;
        public long Parts;

        public readonly void Compute<TLanes>(int part)
            where TLanes : struct, ILanes<TLanes>
        {
            long end = (part + 1) * Count / Parts;
            double sum = 0;
            for (long from = part * Count / Parts; from < end; from += Block)
                sum += SumUp<TLanes>(Source + from, Math.Min(Block, end - from));
            Sums[part] = sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static double SumUp<TLanes>(float* x, long count)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes a = TLanes.Constant(0);
            TLanes b = a;
            TLanes c = a;
            TLanes d = a;
            long place = 0;
            for (; place + Together * TLanes.Width <= count; place += Together * TLanes.Width)
            {
                a = Squared(x + place, a);
                b = Squared(x + place + TLanes.Width, b);
                c = Squared(x + place + 2 * TLanes.Width, c);
                d = Squared(x + place + 3 * TLanes.Width, d);
            }
            for (; place + TLanes.Width <= count; place += TLanes.Width)
                a = Squared(x + place, a);
            float* lanes = stackalloc float[MostLanes];
            ((a + b) + (c + d)).Store(lanes);
            double sum = 0;
            for (int lane = 0; lane < TLanes.Width; lane++)
                sum += lanes[lane];
            for (; place < count; place++)
                sum += x[place] * x[place];
            return sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TLanes Squared<TLanes>(float* source, TLanes sum)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes x = TLanes.Load(source);
            return TLanes.MultiplyAdd(x, x, sum);
        }
    }
}

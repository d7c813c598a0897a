using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>
/// The sums of a gradient over all axes but the last, in the pass over memory that a rule makes of it. Inputs: the gradient (…, columns), and
/// the activation's output if the rule has one. Outputs: what the rule makes of the gradient, if it makes anything, and the sums (columns).
/// </summary>
/// <remarks>
/// Each part sums up its rows, and the parts' sums are added in their order; so the sums are the same on every run, with any number of threads.
/// </remarks>
/// <typeparam name="TRule">The rule.</typeparam>
internal sealed unsafe class ColumnSumsKernel<TRule> : Kernel
    where TRule : struct, IColumnRule
{
    // Below this many numbers a part's work does not pay for waking a thread.
    private const long SmallestPart = 16384;

    // A number that does not depend on the threads', so that the sums do not, either.
    private const long MostParts = 8;

    // So many rows are summed up at once, and so many of their sums one after the other before they join the others.
    private const int Together = 4;
    private const long Run = 64 * Together;

    /// <inheritdoc/>
    public override string Operator => TRule.Operator;

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [.. Enumerable.Repeat(new KernelPort(ElementType.Float32), TRule.IsActivated ? 2 : 1)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } =
    [.. Enumerable.Repeat(new KernelPort(ElementType.Float32), TRule.IsActivated ? 2 : 1)];

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer gradientDims = default;
        DimsBuffer outputDims = default;
        KernelTensor gradient = context.Input(0, ref gradientDims);
        KernelTensor output = TRule.IsActivated ? context.Input(1, ref outputDims) : gradient;
        if (gradient.Dims.Length == 0 || !gradient.Dims.SequenceEqual(output.Dims))
            throw new ArgumentException(
                $"{Operator} was given a gradient {TensorShape.Text(gradient.Dims)} for an output {TensorShape.Text(output.Dims)}; equal shapes of at least one dimension were expected. Expand the gradient first."
            );
        long columns = gradient.Dims[^1];
        var work = new Work
        {
            Gradient = (float*)gradient.Pointer,
            Output = (float*)output.Pointer,
            Target = TRule.IsActivated ? (float*)context.Output(0, gradient.Dims) : null,
            Columns = columns,
            Rows = columns == 0 ? 0 : gradient.Count / columns,
        };
        var sums = (float*)context.Output(TRule.IsActivated ? 1 : 0, [columns]);
        work.Parts = Math.Clamp(work.Rows * columns / SmallestPart, 1, MostParts);
        // For each part its sums, and those that have not joined them.
        work.Sums = (float*)NativeMemory.AllocZeroed((nuint)Math.Max(1, 2 * work.Parts * columns), sizeof(float));
        try
        {
            context.ParallelFor((int)work.Parts, &work, &WideParts<Work>.Compute);
            var total = new Span<float>(sums, checked((int)columns));
            new ReadOnlySpan<float>(work.Sums, (int)columns).CopyTo(total);
            for (long part = 1; part < work.Parts; part++)
            for (long column = 0; column < columns; column++)
                sums[column] += work.Sums[2 * part * columns + column];
        }
        finally
        {
            NativeMemory.Free(work.Sums);
        }
    }

    private struct Work : IWideWork
    {
        public float* Gradient;
        public float* Output;
        public float* Target;
        public float* Sums;
        public long Rows;
        public long Columns;
        public long Parts;

        public readonly void Compute<TLanes>(int part)
            where TLanes : struct, ILanes<TLanes>
        {
            long end = (part + 1) * Rows / Parts;
            float* sums = Sums + 2 * part * Columns;
            float* open = sums + Columns;
            for (long from = part * Rows / Parts; from < end; from += Run)
            {
                long to = Math.Min(end, from + Run);
                long row = from;
                for (; row + Together <= to; row += Together)
                {
                    long rest = Four<TLanes>(row, 0, open);
                    Four<SingleLane>(row, rest, open);
                }
                for (; row < to; row++)
                {
                    long rest = One<TLanes>(row, 0, open);
                    One<SingleLane>(row, rest, open);
                }
                for (long column = 0; column < Columns; column++)
                {
                    sums[column] += open[column];
                    open[column] = 0;
                }
            }
        }

        /// <summary>Four rows, from a column on; gives the first column that is left.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly long Four<TLanes>(long row, long column, float* sums)
            where TLanes : struct, ILanes<TLanes>
        {
            long at = row * Columns + column;
            for (; column + TLanes.Width <= Columns; column += TLanes.Width, at += TLanes.Width)
            {
                TLanes ab = Pulled<TLanes>(at) + Pulled<TLanes>(at + Columns);
                TLanes cd = Pulled<TLanes>(at + 2 * Columns) + Pulled<TLanes>(at + 3 * Columns);
                (TLanes.Load(sums + column) + (ab + cd)).Store(sums + column);
            }
            return column;
        }

        private readonly long One<TLanes>(long row, long column, float* sums)
            where TLanes : struct, ILanes<TLanes>
        {
            for (; column + TLanes.Width <= Columns; column += TLanes.Width)
                (TLanes.Load(sums + column) + Pulled<TLanes>(row * Columns + column)).Store(sums + column);
            return column;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TLanes Pulled<TLanes>(long at)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes gradient = TLanes.Load(Gradient + at);
            if (!TRule.IsActivated)
                return gradient;
            gradient = TRule.Pull(gradient, TLanes.Load(Output + at));
            gradient.Store(Target + at);
            return gradient;
        }
    }
}

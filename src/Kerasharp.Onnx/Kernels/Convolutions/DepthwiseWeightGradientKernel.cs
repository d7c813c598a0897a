using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// <see cref="ConvolutionWeightGradientKernel"/> where each channel is a group of its own. Outputs: (filters, 1, kernel…) and (filters).
/// </summary>
/// <remarks>A channel's sums are one thread's, so they are the same on every run, with any number of threads.</remarks>
internal sealed unsafe class DepthwiseWeightGradientKernel(Kernel whole, ConvolutionAttributes window)
    : NodeKernel(whole)
{
    private const int PartsPerThread = 4;

    // So many vectors are summed up one after the other before the sum joins the others: longer sums would lose precision.
    private const long LongestSum = 256;

    // The weights whose sums are kept in registers.
    private const int Tile = 9;

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer xDims = default;
        DimsBuffer gradientDims = default;
        KernelTensor x = context.Input(0, ref xDims);
        KernelTensor gradient = context.Input(1, ref gradientDims);
        int rank = window.Rank + 2;
        if (
            x.Dims.Length != rank
            || gradient.Dims.Length != rank
            || x.Dims[0] != gradient.Dims[0]
            || x.Dims[1] != window.Groups
            || gradient.Dims[1] % window.Groups != 0
        )
            throw new ArgumentException(
                $"{Operator} was given an input {TensorShape.Text(x.Dims)} and a gradient {TensorShape.Text(gradient.Dims)} in {window.Groups} groups; {rank} dimensions, equal batches and a channel for each group were expected. Leave other groups to standard operators."
            );
        (ConvolutionAxis rows, ConvolutionAxis columns) = window.Axes(x.Dims, gradient.Dims);
        Span<long> dims = stackalloc long[rank];
        dims[0] = gradient.Dims[1];
        dims[1] = 1;
        window.Kernel.CopyTo(dims[2..]);
        long taps = rows.Kernel * columns.Kernel;
        var flat = FlatPlanes.Of(FlatAxis.OfInput(rows), FlatAxis.OfInput(columns), 2, x.Dims[0]);
        var work = new Work
        {
            Input = (float*)x.Pointer,
            Gradient = (float*)gradient.Pointer,
            Target = (float*)context.Output(0, dims),
            BiasTarget = (float*)context.Output(1, [dims[0]]),
            Rows = rows,
            Columns = columns,
            Flat = flat,
            // In the input's places, with zeros where there are no windows.
            Windows = new FlatPlanes(
                new FlatAxis(rows.Output, 0, 1, flat.Rows.Length, 0),
                new FlatAxis(columns.Output, 0, 1, flat.Columns.Length, 0),
                flat.Images
            ),
            Batch = x.Dims[0],
            Channels = window.Groups,
            Multiplier = dims[0] / window.Groups,
            Taps = taps,
            Tiles = (taps + Tile - 1) / Tile,
            Parts = (int)Math.Min(window.Groups, RuntimeOptions.Threads * PartsPerThread),
        };
        var offsets = (long*)NativeMemory.Alloc((nuint)(work.Tiles * Tile), sizeof(long));
        try
        {
            // Those beyond the last weight are summed up for nothing.
            for (long tap = 0; tap < work.Tiles * Tile; tap++)
            {
                (long row, long column) = Math.DivRem(tap < taps ? tap : 0, columns.Kernel);
                offsets[tap] = flat.Offset(row * rows.Dilation, column * columns.Dilation);
            }
            work.Offsets = offsets;
            context.ParallelFor(work.Parts, &work, &WideParts<Work>.Compute);
        }
        finally
        {
            NativeMemory.Free(offsets);
        }
    }

    private struct Work : IWideWork
    {
        public float* Input;
        public float* Gradient;
        public float* Target;
        public float* BiasTarget;
        public ConvolutionAxis Rows;
        public ConvolutionAxis Columns;
        public FlatPlanes Flat;
        public FlatPlanes Windows;
        public long* Offsets;
        public long Batch;
        public long Channels;
        public long Multiplier;
        public long Taps;
        public long Tiles;
        public int Parts;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Compute<TLanes>(int part)
            where TLanes : struct, ILanes<TLanes>
        {
            int width = TLanes.Width;
            long copied = Flat.Size + Flat.Slack + width;
            long windows = Windows.Size + width;
            long filterSums = (Tiles * Tile + 1) * width;
            var memory = (float*)
                NativeMemory.AllocZeroed((nuint)(copied + windows + Multiplier * filterSums), sizeof(float));
            try
            {
                float* gradient = memory + copied;
                float* sums = gradient + windows;
                long end = (part + 1) * Channels / Parts;
                for (long channel = part * Channels / Parts; channel < end; channel++)
                {
                    NativeMemory.Clear(sums, (nuint)(Multiplier * filterSums * sizeof(float)));
                    for (long image = 0; image < Batch; image += Flat.Images)
                        Add<TLanes>(channel, image, memory, gradient, sums, filterSums);
                    for (long i = 0; i < Multiplier; i++)
                        Write<TLanes>(channel * Multiplier + i, sums + i * filterSums);
                }
            }
            finally
            {
                NativeMemory.Free(memory);
            }
        }

        /// <summary>Adds what some images give to a channel's sums.</summary>
        private readonly void Add<TLanes>(
            long channel,
            long image,
            float* copy,
            float* gradient,
            float* sums,
            long filterSums
        )
            where TLanes : struct, ILanes<TLanes>
        {
            long images = Math.Min(Flat.Images, Batch - image);
            long seen = Rows.Input * Columns.Input;
            long given = Rows.Output * Columns.Output;
            Flat.Fill(Input + (image * Channels + channel) * seen, Channels * seen, Columns.Input, images, copy);
            long count = images * Flat.Plane;
            if (images < Flat.Images)
                new Span<float>(gradient + count, TLanes.Width).Clear();
            for (long i = 0; i < Multiplier; i++, sums += filterSums)
            {
                Windows.Fill(
                    Gradient + ((image * Channels + channel) * Multiplier + i) * given,
                    Channels * Multiplier * given,
                    Columns.Output,
                    images,
                    gradient
                );
                long run = LongestSum * TLanes.Width;
                for (long first = 0; first < count; first += run)
                {
                    long there = Math.Min(run, count - first);
                    for (long tile = 0; tile < Tiles; tile++)
                        Multiply<TLanes>(
                            copy + first,
                            Offsets + tile * Tile,
                            gradient + first,
                            there,
                            sums + tile * Tile * TLanes.Width
                        );
                    if (BiasTarget != null)
                        Sum<TLanes>(gradient + first, there, sums + Tiles * Tile * TLanes.Width);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Multiply<TLanes>(float* source, long* offsets, float* gradient, long count, float* sums)
            where TLanes : struct, ILanes<TLanes>
        {
            int width = TLanes.Width;
            TLanes a = TLanes.Constant(0);
            TLanes b = a;
            TLanes c = a;
            TLanes d = a;
            TLanes e = a;
            TLanes f = a;
            TLanes g = a;
            TLanes h = a;
            TLanes k = a;
            float* pa = source + offsets[0];
            float* pb = source + offsets[1];
            float* pc = source + offsets[2];
            float* pd = source + offsets[3];
            float* pe = source + offsets[4];
            float* pf = source + offsets[5];
            float* pg = source + offsets[6];
            float* ph = source + offsets[7];
            float* pk = source + offsets[8];
            for (long i = 0; i < count; i += width)
            {
                TLanes dy = TLanes.Load(gradient + i);
                a = TLanes.MultiplyAdd(TLanes.Load(pa + i), dy, a);
                b = TLanes.MultiplyAdd(TLanes.Load(pb + i), dy, b);
                c = TLanes.MultiplyAdd(TLanes.Load(pc + i), dy, c);
                d = TLanes.MultiplyAdd(TLanes.Load(pd + i), dy, d);
                e = TLanes.MultiplyAdd(TLanes.Load(pe + i), dy, e);
                f = TLanes.MultiplyAdd(TLanes.Load(pf + i), dy, f);
                g = TLanes.MultiplyAdd(TLanes.Load(pg + i), dy, g);
                h = TLanes.MultiplyAdd(TLanes.Load(ph + i), dy, h);
                k = TLanes.MultiplyAdd(TLanes.Load(pk + i), dy, k);
            }
            Join(a, sums);
            Join(b, sums + width);
            Join(c, sums + 2 * width);
            Join(d, sums + 3 * width);
            Join(e, sums + 4 * width);
            Join(f, sums + 5 * width);
            Join(g, sums + 6 * width);
            Join(h, sums + 7 * width);
            Join(k, sums + 8 * width);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Sum<TLanes>(float* gradient, long count, float* sums)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes sum = TLanes.Constant(0);
            for (long i = 0; i < count; i += TLanes.Width)
                sum += TLanes.Load(gradient + i);
            Join(sum, sums);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Join<TLanes>(TLanes sum, float* sums)
            where TLanes : struct, ILanes<TLanes> => (TLanes.Load(sums) + sum).Store(sums);

        private readonly void Write<TLanes>(long filter, float* sums)
            where TLanes : struct, ILanes<TLanes>
        {
            for (long tap = 0; tap < Taps; tap++, sums += TLanes.Width)
                Target[filter * Taps + tap] = Total(sums);
            if (BiasTarget != null)
                BiasTarget[filter] = Total(sums + (Tiles * Tile - Taps) * TLanes.Width);

            static float Total(float* vector)
            {
                double total = 0;
                for (int i = 0; i < TLanes.Width; i++)
                    total += vector[i];
                return (float)total;
            }
        }
    }
}

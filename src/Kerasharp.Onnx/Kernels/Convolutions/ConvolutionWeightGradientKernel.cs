using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// The gradients of a convolution's weight and bias. Inputs: x (batch, channels, sizes…) and the output's gradient (batch, filters, sizes…);
/// outputs: (filters, channels, kernel…) and (filters). Attributes: Conv's; the last axis has no dilation.
/// With more than one group each channel is one, and any axis may have a dilation.
/// </summary>
/// <remarks>
/// Each part of the batch is summed up by itself, image by image or several small ones together, and the parts' sums are added in their order; or,
/// where weights are many and images small, parts are blocks of filters. So the sums are the same on every run with as many threads.
/// </remarks>
internal sealed unsafe class ConvolutionWeightGradientKernel : Kernel
{
    private const int LeastParts = 4;
    private const int PartsPerThread = 2;

    // So many numbers are summed up one after the other before the sum joins the others: longer sums would lose precision.
    private const long LongestSum = 512;

    // Images of fewer places are taken together up to so many, since writing sums down costs as much as a few places.
    private const long FewPlaces = 256;

    // From so many sums of all parts on, each part takes some filters of all images instead: else the time goes into writing sums down.
    private const long MostSums = 1 << 22;

    // As many numbers of all images may be copied for that.
    private const long MostCopied = 1 << 20;

    private readonly ConvolutionAttributes? _window;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public ConvolutionWeightGradientKernel() { }

    private ConvolutionWeightGradientKernel(ConvolutionAttributes window) => _window = window;

    /// <inheritdoc/>
    public override string Operator => "ConvolutionWeightGradient";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32), new(ElementType.Float32)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } =
    [new(ElementType.Float32), new(ElementType.Float32, KernelPresence.Optional)];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes)
    {
        var window = new ConvolutionAttributes(Operator, attributes);
        return window.Groups > 1
            ? new DepthwiseWeightGradientKernel(this, window)
            : new ConvolutionWeightGradientKernel(window);
    }

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer xDims = default;
        DimsBuffer gradientDims = default;
        var window = _window!;
        KernelTensor x = context.Input(0, ref xDims);
        KernelTensor gradient = context.Input(1, ref gradientDims);
        int rank = window.Rank + 2;
        if (x.Dims.Length != rank || gradient.Dims.Length != rank || x.Dims[0] != gradient.Dims[0])
            throw new ArgumentException(
                $"{Operator} was given an input {TensorShape.Text(x.Dims)} and a gradient {TensorShape.Text(gradient.Dims)}; {rank} dimensions and equal batches were expected. Give the convolution's input, and the gradient of its output."
            );
        (ConvolutionAxis rows, ConvolutionAxis columns) = window.Axes(x.Dims, gradient.Dims);
        if (columns.Dilation != 1)
            throw new ArgumentException(
                $"{Operator} was given a dilation of {columns.Dilation} along the last axis; 1 was expected. Leave such nodes to standard operators."
            );
        Span<long> dims = stackalloc long[rank];
        dims[0] = gradient.Dims[1];
        dims[1] = x.Dims[1];
        window.Kernel.CopyTo(dims[2..]);
        int lanes = DirectConvolution.Lanes;
        long triples = (columns.Kernel + 2) / 3;
        long weightRows = dims[1] * rows.Kernel * triples;
        var work = new Work
        {
            Input = (float*)x.Pointer,
            Gradient = (float*)gradient.Pointer,
            Target = (float*)context.Output(0, dims),
            BiasTarget = (float*)context.Output(1, [dims[0]]),
            Filters = dims[0],
            Rows = rows,
            Columns = columns,
            Triples = triples,
            WeightRows = weightRows,
            Blocks = DirectConvolution.Blocks(dims[0]),
            BlockSize = (weightRows + 3) / 4 * 4 * 3 * lanes + lanes,
            BandRows = DirectConvolution.BandRows(rows.Output, rows.Stride, rows.Reach, x.Dims[1] * (columns.Span + 2)),
        };
        work.Bands = (rows.Output + work.BandRows - 1) / work.BandRows;
        work.Batch = x.Dims[0];
        work.SeenRows = (work.BandRows - 1) * rows.Stride + rows.Reach;
        // Each thread has some, and as many as are copied stay near.
        work.Together =
            work.Bands > 1
                ? 1
                : Math.Clamp(
                    Math.Min(
                        FewPlaces / Math.Max(1, rows.Output * columns.Output),
                        DirectConvolution.LargestCopy / Math.Max(1, x.Dims[1] * columns.Span * work.SeenRows)
                    ),
                    1,
                    Math.Max(1, work.Batch / RuntimeOptions.Threads)
                );
        work.Padded = new PaddedPlanes
        {
            Planes = x.Dims[1],
            Rows = rows.Input,
            Columns = columns.Input,
            PaddedRows = work.SeenRows * work.Together,
            PaddedColumns = columns.Span,
            Left = columns.Pad,
            Step = 1,
        };
        work.Units = (work.Batch + work.Together - 1) / work.Together * work.Bands;
        work.Parts = (int)Math.Min(work.Units, Math.Max(LeastParts, RuntimeOptions.Threads * PartsPerThread));
        long size = work.Parts * work.Blocks * work.BlockSize;
        if (
            size >= MostSums
            && work.Blocks >= 2 * RuntimeOptions.Threads
            && work.Units * work.Padded.Size <= MostCopied
        )
        {
            ByFilters(in context, ref work);
            return;
        }
        work.Sums = (float*)NativeMemory.AlignedAlloc((nuint)(Math.Max(1, size) * sizeof(float)), 64);
        try
        {
            if (work.Parts > 0)
                context.ParallelFor(work.Parts, &work, &WideParts<Work>.Compute);
            var total = new Total(&work);
            context.ParallelFor((int)work.Blocks, &total, &WideParts<Total>.Compute);
        }
        finally
        {
            NativeMemory.AlignedFree(work.Sums);
        }
    }

    /// <summary>All images are copied once, and each part sums up a block of filters over all of them.</summary>
    private static void ByFilters(in KernelContext context, ref Work work)
    {
        work.Parts = 1;
        work.Copies = (float*)NativeMemory.AlignedAlloc((nuint)(work.Units * work.Padded.Size * sizeof(float)), 64);
        try
        {
            fixed (Work* state = &work)
            {
                context.ParallelFor((int)work.Units, state, &Copy);
                var sum = new Sum(state);
                context.ParallelFor((int)work.Blocks, &sum, &WideParts<Sum>.Compute);
            }
        }
        finally
        {
            NativeMemory.AlignedFree(work.Copies);
        }
    }

    private static void Copy(void* state, int unit)
    {
        var work = (Work*)state;
        float* copy = work->Copies + unit * work->Padded.Size;
        NativeMemory.Clear(copy, (nuint)(work->Padded.Size * sizeof(float)));
        work->Fill(unit, copy);
    }

    /// <summary>Blocks of filters, summed up over all images.</summary>
    private readonly struct Sum(Work* work) : IWideWork
    {
        public void Compute<TLanes>(int block)
            where TLanes : struct, ILanes<TLanes> => work->SumBlock<TLanes>(block);
    }

    /// <summary>Blocks of filters, added up over the parts.</summary>
    private readonly struct Total(Work* work) : IWideWork
    {
        public void Compute<TLanes>(int block)
            where TLanes : struct, ILanes<TLanes> => work->AddUp<TLanes>(block);
    }

    private struct Work : IWideWork
    {
        public float* Input;
        public float* Gradient;
        public float* Target;
        public float* BiasTarget;

        /// <summary>The units' images, where parts take filters; else each part copies its own.</summary>
        public float* Copies;

        /// <summary>For each part and block of filters a vector for each weight, and one for the bias.</summary>
        public float* Sums;

        public long Filters;
        public long Blocks;
        public long BlockSize;
        public ConvolutionAxis Rows;
        public ConvolutionAxis Columns;

        /// <summary>A row of a kernel is cut into pieces of three weights.</summary>
        public long Triples;

        public long WeightRows;
        public long BandRows;
        public long Bands;

        /// <summary>How many images there are, and are taken together.</summary>
        public long Batch,
            Together;

        /// <summary>How many rows a band of one image sees.</summary>
        public long SeenRows;

        public long Units;
        public int Parts;
        public PaddedPlanes Padded;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Compute<TLanes>(int part)
            where TLanes : struct, ILanes<TLanes>
        {
            long places = BandRows * Columns.Output * Together;
            float* sums = Sums + part * Blocks * BlockSize;
            NativeMemory.Clear(sums, (nuint)(Blocks * BlockSize * sizeof(float)));
            var panel = (float*)
                NativeMemory.AlignedAlloc((nuint)((places * TLanes.Width + Padded.Size) * sizeof(float)), 64);
            try
            {
                float* copy = panel + places * TLanes.Width;
                NativeMemory.Clear(copy, (nuint)(Padded.Size * sizeof(float)));
                long end = (part + 1) * Units / Parts;
                for (long unit = part * Units / Parts; unit < end; unit++)
                {
                    Fill(unit, copy);
                    for (long block = 0; block < Blocks; block++)
                        Add<TLanes>(unit, block, copy, panel, sums + block * BlockSize);
                }
            }
            finally
            {
                NativeMemory.AlignedFree(panel);
            }
        }

        /// <summary>Sums up a block of filters over all units, and writes it weight by weight.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void SumBlock<TLanes>(int block)
            where TLanes : struct, ILanes<TLanes>
        {
            long panelSize = BandRows * Columns.Output * Together * TLanes.Width;
            var panel = (float*)NativeMemory.AlignedAlloc((nuint)((panelSize + BlockSize) * sizeof(float)), 64);
            try
            {
                float* sums = panel + panelSize;
                NativeMemory.Clear(sums, (nuint)(BlockSize * sizeof(float)));
                for (long unit = 0; unit < Units; unit++)
                    Add<TLanes>(unit, block, Copies + unit * Padded.Size, panel, sums);
                Write<TLanes>(block, sums);
            }
            finally
            {
                NativeMemory.AlignedFree(panel);
            }
        }

        /// <summary>Copies a unit's images with their padding.</summary>
        public readonly void Fill(long unit, float* copy)
        {
            (long group, long band) = Math.DivRem(unit, Bands);
            for (long i = 0; i < Math.Min(Together, Batch - group * Together); i++)
                Padded.Fill(
                    Input + (group * Together + i) * Padded.Planes * Padded.Rows * Padded.Columns,
                    band * BandRows * Rows.Stride - Rows.Pad,
                    SeenRows,
                    copy + i * SeenRows * Padded.Line
                );
        }

        /// <summary>Adds to the sums of a block of filters what a unit gives.</summary>
        private readonly void Add<TLanes>(long unit, long block, float* copy, float* panel, float* sums)
            where TLanes : struct, ILanes<TLanes>
        {
            (long group, long band) = Math.DivRem(unit, Bands);
            long firstImage = group * Together;
            long images = Math.Min(Together, Batch - firstImage);
            long first = band * BandRows;
            long lines = Math.Min(BandRows, Rows.Output - first);
            long plane = Rows.Output * Columns.Output;
            long filter = block * TLanes.Width;
            for (long i = 0; i < images; i++)
                LaneOrder.Gather(
                    Gradient + ((firstImage + i) * Filters + filter) * plane + first * Columns.Output,
                    plane,
                    Math.Min(TLanes.Width, Filters - filter),
                    panel + i * lines * Columns.Output * TLanes.Width,
                    TLanes.Width,
                    lines * Columns.Output
                );
            Block<TLanes>(copy, panel, lines, images, sums);
        }

        /// <summary>Adds up a block of filters over the parts, and writes it weight by weight.</summary>
        public readonly void AddUp<TLanes>(int block)
            where TLanes : struct, ILanes<TLanes> => Write<TLanes>(block, Sums + block * BlockSize);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Write<TLanes>(long block, float* sums)
            where TLanes : struct, ILanes<TLanes>
        {
            long first = block * TLanes.Width;
            long filters = Math.Min(TLanes.Width, Filters - first);
            long weights = Padded.Planes * Rows.Kernel * Columns.Kernel;
            float* target = Target + first * weights;
            float* sum = stackalloc float[TLanes.Width];
            long next = Blocks * BlockSize;
            for (long row = 0; row < WeightRows; row++)
            {
                long from = row % Triples * 3;
                for (long tap = from; tap < Math.Min(from + 3, Columns.Kernel); tap++, target++)
                {
                    Total<TLanes>(sums + (row * 3 + tap - from) * TLanes.Width, next, sum);
                    for (long filter = 0; filter < filters; filter++)
                        target[filter * weights] = sum[filter];
                }
            }
            if (BiasTarget == null)
                return;
            Total<TLanes>(sums + BlockSize - TLanes.Width, next, sum);
            new ReadOnlySpan<float>(sum, (int)filters).CopyTo(new Span<float>(BiasTarget + first, (int)filters));
        }

        private readonly void Total<TLanes>(float* sums, long next, float* target)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes total = TLanes.Constant(0);
            for (int part = 0; part < Parts; part++, sums += next)
                total += TLanes.Load(sums);
            total.Store(target);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Block<TLanes>(float* copy, float* panel, long lines, long images, float* sums)
            where TLanes : struct, ILanes<TLanes>
        {
            const int Tile = WeightGradientTile<TLanes>.Rows;
            long line = Padded.Line;
            float** seen = stackalloc float*[Tile];
            long plane = 0;
            long row = 0;
            long triple = 0;
            float* target = sums;
            // Several images are few places all the same.
            long together = images > 1 ? lines : Math.Max(1, LongestSum / Columns.Output);
            for (long tile = 0; tile < WeightRows; tile += Tile)
            {
                for (int i = 0; i < Tile; i++)
                {
                    // Behind the last row comes one that is not used.
                    seen[i] =
                        plane < Padded.Planes
                            ? copy + plane * Padded.Plane + row * Rows.Dilation * line + triple * 3
                            : copy;
                    if (++triple < Triples)
                        continue;
                    triple = 0;
                    if (++row < Rows.Kernel)
                        continue;
                    row = 0;
                    plane++;
                }
                for (long first = 0; first < lines; first += together)
                {
                    long skipped = first * Rows.Stride * line;
                    WeightGradientTile<TLanes>.Run(
                        seen[0] + skipped,
                        seen[1] + skipped,
                        seen[2] + skipped,
                        seen[3] + skipped,
                        panel + first * Columns.Output * TLanes.Width,
                        Math.Min(together, lines - first),
                        Columns.Output,
                        Columns.Stride,
                        Rows.Stride * line - Columns.Output * Columns.Stride,
                        images,
                        (SeenRows - lines * Rows.Stride) * line,
                        target
                    );
                }
                target += Tile * WeightGradientTile<TLanes>.Taps * TLanes.Width;
            }
            if (BiasTarget == null)
                return;
            float* bias = sums + BlockSize - TLanes.Width;
            long places = lines * Columns.Output * images;
            for (long first = 0; first < places; first += LongestSum)
            {
                TLanes total = TLanes.Constant(0);
                for (long place = first; place < Math.Min(places, first + LongestSum); place++)
                    total += TLanes.Load(panel + place * TLanes.Width);
                (TLanes.Load(bias) + total).Store(bias);
            }
        }
    }
}

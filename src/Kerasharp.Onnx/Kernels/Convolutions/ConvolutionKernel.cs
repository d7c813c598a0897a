using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// A convolution by weights that change from step to step, which ONNX Runtime does not lay out for its fast path. Inputs: x (batch, channels,
/// sizes…), w (filters, channels, kernel…) and a bias (filters) or none; output: (batch, filters, sizes…). Attributes: Conv's;
/// with more than one group each channel is one.
/// </summary>
internal sealed unsafe class ConvolutionKernel : Kernel
{
    private readonly ConvolutionAttributes? _window;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public ConvolutionKernel() { }

    private ConvolutionKernel(ConvolutionAttributes window) => _window = window;

    /// <inheritdoc/>
    public override string Operator => "Convolution";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [new(ElementType.Float32), new(ElementType.Float32), new(ElementType.Float32, KernelPresence.Optional)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes)
    {
        var window = new ConvolutionAttributes(Operator, attributes);
        return window.Groups > 1 ? new DepthwiseConvolutionKernel(this, window) : new ConvolutionKernel(window);
    }

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer xDims = default;
        DimsBuffer wDims = default;
        DimsBuffer biasDims = default;
        var window = _window!;
        KernelTensor x = context.Input(0, ref xDims);
        KernelTensor w = context.Input(1, ref wDims);
        KernelTensor bias = context.InputCount > 2 ? context.Input(2, ref biasDims) : default;
        int rank = window.Rank + 2;
        if (
            x.Dims.Length != rank
            || w.Dims.Length != rank
            || w.Dims[1] != x.Dims[1]
            || !w.Dims[2..].SequenceEqual(window.Kernel)
            || (bias.Pointer != null && bias.Count != w.Dims[0])
        )
            throw new ArgumentException(
                $"{Operator} was given an input {TensorShape.Text(x.Dims)}, a weight {TensorShape.Text(w.Dims)} and a bias {TensorShape.Text(bias.Dims)}; {rank} dimensions, as many channels in the weight as in the input, its kernel and a bias for each filter were expected. Give a weight (filters, channels, kernel...)."
            );
        Span<long> dims = stackalloc long[rank];
        window.OutputSizes(x.Dims, dims);
        dims[0] = x.Dims[0];
        dims[1] = w.Dims[0];
        (ConvolutionAxis rows, ConvolutionAxis columns) = window.Axes(x.Dims, dims);
        long count = x.Dims[1] * rows.Kernel * columns.Kernel;
        var work = new DirectConvolution
        {
            Source = (float*)x.Pointer,
            Target = (float*)context.Output(0, dims),
            Batch = dims[0],
            TargetChannels = dims[1],
            TargetRows = rows.Output,
            TargetColumns = columns.Output,
            RowStep = 1,
            ColumnStep = 1,
            Top = rows.Pad,
            SourceStep = rows.Stride,
            Reach = rows.Reach,
            PhaseCount = 1,
            Padded = new PaddedPlanes
            {
                Planes = x.Dims[1],
                Rows = rows.Input,
                Columns = columns.Input,
                PaddedColumns = columns.Span,
                Left = columns.Pad,
                Step = columns.Stride,
            },
        };
        var phase = new ConvolutionPhase
        {
            Rows = rows.Output,
            Columns = columns.Output,
            Count = count,
        };
        work.Phases = &phase;
        work.Prepare();
        int lanes = DirectConvolution.Lanes;
        long blocks = DirectConvolution.Blocks(dims[1]);
        var memory = (float*)
            NativeMemory.AlignedAlloc((nuint)((blocks * lanes * (count + 1) + count) * sizeof(float)), 64);
        try
        {
            phase.Weights = memory;
            work.Bias = memory + blocks * lanes * count;
            phase.Taps = (int*)(work.Bias + blocks * lanes);
            new Span<float>(work.Bias, checked((int)(blocks * lanes))).Clear();
            if (bias.Pointer != null)
                new ReadOnlySpan<float>(bias.Pointer, (int)dims[1]).CopyTo(new Span<float>(work.Bias, (int)dims[1]));
            Place(phase.Taps, in rows, in columns, in work.Padded);
            var weights = new Weights
            {
                Source = (float*)w.Pointer,
                Target = memory,
                Filters = dims[1],
                Count = count,
                Lanes = lanes,
            };
            context.ParallelFor((int)blocks, &weights, &OrderWeights);
            work.Run(in context);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    /// <summary>Where each weight's number lies.</summary>
    private static void Place(int* taps, in ConvolutionAxis rows, in ConvolutionAxis columns, in PaddedPlanes padded)
    {
        for (long plane = 0; plane < padded.Planes; plane++)
        for (long row = 0; row < rows.Kernel; row++)
        for (long column = 0; column < columns.Kernel; column++)
            *taps++ = checked(
                (int)(
                    plane * padded.Plane + row * rows.Dilation * padded.Line + padded.Place(column * columns.Dilation)
                )
            );
    }

    private static void OrderWeights(void* state, int block)
    {
        var work = (Weights*)state;
        long filter = (long)block * work->Lanes;
        LaneOrder.Gather(
            work->Source + filter * work->Count,
            work->Count,
            Math.Min(work->Lanes, work->Filters - filter),
            work->Target + filter * work->Count,
            work->Lanes,
            work->Count
        );
    }

    private struct Weights
    {
        public float* Source;
        public float* Target;
        public long Filters;
        public long Count;
        public int Lanes;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// The gradient of a convolution's input. Inputs: the output's gradient (batch, filters, sizes…) and the weight (filters, channels, kernel…);
/// output: (batch, channels, sizes…). Attributes: Conv's, and sizes, those of the input; with more than one group each channel is one.
/// </summary>
/// <remarks>
/// It is a convolution of the gradient with the kernel turned round and filters and channels exchanged. Where windows take steps, elements at
/// different places between two steps are seen by different taps: then there are as many such convolutions, whose places interleave.
/// </remarks>
internal sealed unsafe class ConvolutionInputGradientKernel : Kernel
{
    private readonly ConvolutionAttributes? _window;
    private readonly long[] _sizes = [];

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public ConvolutionInputGradientKernel() { }

    private ConvolutionInputGradientKernel(ConvolutionAttributes window, long[] sizes) =>
        (_window, _sizes) = (window, sizes);

    /// <inheritdoc/>
    public override string Operator => "ConvolutionInputGradient";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32), new(ElementType.Float32)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes)
    {
        var window = new ConvolutionAttributes(Operator, attributes);
        long[] sizes = attributes.Int64s("sizes") ?? [];
        if (sizes.Length != window.Rank)
            throw new ArgumentException(
                $"{Operator} was given {sizes.Length} sizes for a kernel of {window.Rank}; a size for each spatial dimension was expected. Give those of the convolution's input."
            );
        return window.Groups > 1
            ? new DepthwiseInputGradientKernel(this, window, sizes)
            : new ConvolutionInputGradientKernel(window, sizes);
    }

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer gradientDims = default;
        DimsBuffer weightDims = default;
        var window = _window!;
        KernelTensor gradient = context.Input(0, ref gradientDims);
        KernelTensor weight = context.Input(1, ref weightDims);
        int rank = window.Rank + 2;
        if (
            gradient.Dims.Length != rank
            || weight.Dims.Length != rank
            || weight.Dims[0] != gradient.Dims[1]
            || !weight.Dims[2..].SequenceEqual(window.Kernel)
        )
            throw new ArgumentException(
                $"{Operator} was given a gradient {TensorShape.Text(gradient.Dims)} and a weight {TensorShape.Text(weight.Dims)}; {rank} dimensions, as many filters in the weight as in the gradient, and its kernel were expected. Give a weight (filters, channels, kernel...)."
            );
        Span<long> dims = stackalloc long[rank];
        dims[0] = gradient.Dims[0];
        dims[1] = weight.Dims[1];
        _sizes.CopyTo(dims[2..]);
        (ConvolutionAxis rows, ConvolutionAxis columns) = window.Axes(dims, gradient.Dims);
        (long Least, long Greatest) rowShifts = rows.Shifts();
        (long Least, long Greatest) columnShifts = columns.Shifts();
        long filters = gradient.Dims[1];
        int lanes = DirectConvolution.Lanes;
        long blocks = DirectConvolution.Blocks(dims[1]);
        // Each tap is in one phase.
        long taps = filters * rows.Kernel * columns.Kernel;
        var phaseCount = checked((int)(rows.Stride * columns.Stride));
        var work = new DirectConvolution
        {
            Source = (float*)gradient.Pointer,
            Target = (float*)context.Output(0, dims),
            Batch = dims[0],
            TargetChannels = dims[1],
            TargetRows = rows.Input,
            TargetColumns = columns.Input,
            RowStep = rows.Stride,
            ColumnStep = columns.Stride,
            Top = -rowShifts.Least,
            SourceStep = 1,
            Reach = rowShifts.Greatest - rowShifts.Least + 1,
            PhaseCount = phaseCount,
            Padded = new PaddedPlanes
            {
                Planes = filters,
                Rows = rows.Output,
                Columns = columns.Output,
                PaddedColumns =
                    (columns.Input + columns.Stride - 1) / columns.Stride + columnShifts.Greatest - columnShifts.Least,
                Left = -columnShifts.Least,
                Step = 1,
            },
        };
        var memory = (byte*)
            NativeMemory.AlignedAlloc(
                (nuint)(
                    taps * (blocks * lanes * sizeof(float) + 2 * sizeof(int))
                    + (long)phaseCount * sizeof(ConvolutionPhase)
                ),
                64
            );
        try
        {
            var ordered = (float*)memory;
            work.Phases = (ConvolutionPhase*)(ordered + taps * blocks * lanes);
            var places = (int*)(work.Phases + phaseCount);
            int* sources = places + taps;
            var weights = new Weights
            {
                Source = (float*)weight.Pointer,
                Sources = sources,
                Phases = work.Phases,
                PhaseCount = phaseCount,
                Channels = dims[1],
                Taps = rows.Kernel * columns.Kernel,
                Lanes = lanes,
            };
            for (int i = 0; i < phaseCount; i++)
            {
                (long row, long column) = Math.DivRem(i, columns.Stride);
                work.Phases[i] = new ConvolutionPhase
                {
                    FirstRow = row,
                    FirstColumn = column,
                    Rows = Math.Max(0, (rows.Input - row + rows.Stride - 1) / rows.Stride),
                    Columns = Math.Max(0, (columns.Input - column + columns.Stride - 1) / columns.Stride),
                };
            }
            work.Prepare();
            for (int i = 0; i < phaseCount; i++)
            {
                ref ConvolutionPhase phase = ref work.Phases[i];
                phase.Taps = places;
                phase.Weights = ordered;
                for (long filter = 0; filter < filters; filter++)
                for (long row = 0; row < rows.Kernel; row++)
                for (long column = 0; column < columns.Kernel; column++)
                {
                    if (
                        !rows.Shift(phase.FirstRow, row, out long down)
                        || !columns.Shift(phase.FirstColumn, column, out long right)
                    )
                        continue;
                    *places++ = checked(
                        (int)(
                            filter * work.Padded.Plane
                            + (down - rowShifts.Least) * work.Padded.Line
                            + right
                            - columnShifts.Least
                        )
                    );
                    *sources++ = checked(
                        (int)(filter * weights.Channels * weights.Taps + row * columns.Kernel + column)
                    );
                    phase.Count++;
                }
                ordered += phase.Count * blocks * lanes;
            }
            context.ParallelFor((int)blocks, &weights, &OrderWeights);
            work.Run(in context);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    /// <summary>Puts the weights of a block of channels side by side, for each summand of each phase.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OrderWeights(void* state, int block)
    {
        var work = (Weights*)state;
        long first = (long)block * work->Lanes;
        long channels = Math.Min(work->Lanes, work->Channels - first);
        long taps = work->Taps;
        int* sources = work->Sources;
        for (int i = 0; i < work->PhaseCount; i++)
        {
            long count = work->Phases[i].Count;
            float* target = work->Phases[i].Weights + block * count * work->Lanes;
            for (long summand = 0; summand < count; summand++, target += work->Lanes)
            {
                float* source = work->Source + *sources++ + first * taps;
                for (long lane = 0; lane < channels; lane++)
                    target[lane] = source[lane * taps];
                for (long lane = channels; lane < work->Lanes; lane++)
                    target[lane] = 0;
            }
        }
    }

    private struct Weights
    {
        public float* Source;

        /// <summary>For each summand of each phase where its weight lies for the first channel.</summary>
        public int* Sources;

        public ConvolutionPhase* Phases;
        public int PhaseCount;
        public long Channels;
        public long Taps;
        public int Lanes;
    }
}

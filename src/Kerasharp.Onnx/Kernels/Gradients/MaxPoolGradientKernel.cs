using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>
/// The gradient of MaxPool in one pass over memory, without the indices that make MaxPool itself ten times as slow. Inputs: the
/// pooling's input (batch, channels, sizes…) and its output's gradient; output: the input's gradient. Attributes: MaxPool's.
/// </summary>
/// <remarks>
/// A window's gradient goes to its first greatest element, row by row. NaN is passed over, as ONNX Runtime's indices do; where
/// nothing is above negative infinity, the first element takes the gradient. An element adds what it gets in the windows' order.
/// </remarks>
internal sealed unsafe class MaxPoolGradientKernel : Kernel
{
    // Below this many numbers a part's work does not pay for waking a thread.
    private const long SmallestPart = 16384;

    private const int PartsPerThread = 4;

    private readonly long[] _kernel = [];
    private readonly long[] _strides = [];
    private readonly long[] _dilations = [];
    private readonly long[] _pads = [];
    private readonly string _autoPad = "";

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public MaxPoolGradientKernel() { }

    private MaxPoolGradientKernel(KernelAttributes attributes)
    {
        _kernel = attributes.Int64s("kernel_shape") ?? [];
        int rank = _kernel.Length;
        _strides = attributes.Int64s("strides") ?? Ones(rank);
        _dilations = attributes.Int64s("dilations") ?? Ones(rank);
        _pads = attributes.Int64s("pads") ?? new long[2 * rank];
        _autoPad = attributes.Text("auto_pad", "NOTSET");
        if (rank is < 1 or > 3 || _strides.Length != rank || _dilations.Length != rank || _pads.Length != 2 * rank)
            throw new ArgumentException(
                $"{Operator} was given a kernel of {rank}, strides of {_strides.Length}, dilations of {_dilations.Length} and pads of {_pads.Length} numbers; 1 to 3 were expected, equally many, and twice as many pads. Give one for each spatial dimension."
            );
    }

    /// <inheritdoc/>
    public override string Operator => "MaxPoolGradient";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32), new(ElementType.Float32)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes) => new MaxPoolGradientKernel(attributes);

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer inputDims = default;
        DimsBuffer gradientDims = default;
        KernelTensor input = context.Input(0, ref inputDims);
        KernelTensor gradient = context.Input(1, ref gradientDims);
        ReadOnlySpan<long> from = input.Dims;
        ReadOnlySpan<long> to = gradient.Dims;
        int rank = _kernel.Length;
        if (from.Length != rank + 2 || to.Length != rank + 2 || !from[..2].SequenceEqual(to[..2]))
            throw new ArgumentException(
                $"{Operator} was given an input {TensorShape.Text(from)} and a gradient {TensorShape.Text(to)}; equal batches and channels and {rank} spatial dimensions were expected. Give MaxPool's input, and the gradient of its output."
            );
        var work = new Work
        {
            Input = (float*)input.Pointer,
            Gradient = (float*)gradient.Pointer,
            Target = (float*)context.Output(0, from),
            Planes = from[0] * from[1],
            Depth = rank > 2 ? Axis(rank - 3, from, to) : PoolAxis.Single,
            Rows = rank > 1 ? Axis(rank - 2, from, to) : PoolAxis.Single,
            Columns = Axis(rank - 1, from, to),
        };
        work.PartLength = Math.Max(
            work.Planes / (RuntimeOptions.Threads * PartsPerThread),
            Math.Max(1, SmallestPart / Math.Max(1, work.Depth.Size * work.Rows.Size * work.Columns.Size))
        );
        context.ParallelFor(
            (int)Math.Max(1, (work.Planes + work.PartLength - 1) / work.PartLength),
            &work,
            &ComputePart
        );
    }

    private static void ComputePart(void* state, int part)
    {
        var work = (Work*)state;
        (PoolAxis depth, PoolAxis rows, PoolAxis columns) = (work->Depth, work->Rows, work->Columns);
        bool squares = depth == PoolAxis.Single && rows.IsPairs && columns.IsPairs;
        long size = depth.Size * rows.Size * columns.Size;
        long places = depth.Places * rows.Places * columns.Places;
        long end = Math.Min(work->Planes, (part + 1) * work->PartLength);
        for (long plane = part * work->PartLength; plane < end; plane++)
        {
            float* input = work->Input + plane * size;
            float* gradient = work->Gradient + plane * places;
            float* target = work->Target + plane * size;
            if (squares)
            {
                MaxPoolSquares.Plane(input, gradient, target, rows.Size, columns.Size);
                continue;
            }
            new Span<float>(target, checked((int)size)).Clear();
            Plane(input, gradient, target, in depth, in rows, in columns);
        }
    }

    private static void Plane(
        float* input,
        float* gradient,
        float* target,
        in PoolAxis depth,
        in PoolAxis rows,
        in PoolAxis columns
    )
    {
        for (long d = 0; d < depth.Places; d++)
        {
            long firstSlice = depth.Window(d, out long slices);
            for (long r = 0; r < rows.Places; r++)
            {
                long firstRow = rows.Window(r, out long lines);
                long corner = (firstSlice * rows.Size + firstRow) * columns.Size;
                for (long c = 0; c < columns.Places; c++, gradient++)
                {
                    long first = corner + columns.Window(c, out long taps);
                    // With dilation, a window may miss every element; ONNX gives it no place to choose either.
                    if (slices < 1 || lines < 1 || taps < 1)
                        continue;
                    long chosen = first;
                    float greatest = float.NegativeInfinity;
                    for (long slice = 0; slice < slices; slice++)
                    {
                        for (long line = 0; line < lines; line++)
                        {
                            long place =
                                first + (slice * depth.Dilation * rows.Size + line * rows.Dilation) * columns.Size;
                            for (long tap = 0; tap < taps; tap++, place += columns.Dilation)
                            {
                                // Without a branch, which would be mispredicted half of the time. False for NaN, too.
                                long greater = -(input[place] > greatest ? 1L : 0L);
                                chosen ^= (chosen ^ place) & greater;
                                greatest = float.MaxNative(input[place], greatest);
                            }
                        }
                    }
                    target[chosen] += *gradient;
                }
            }
        }
    }

    private PoolAxis Axis(int axis, ReadOnlySpan<long> from, ReadOnlySpan<long> to)
    {
        (long size, long kernel, long stride, long dilation) = (
            from[axis + 2],
            _kernel[axis],
            _strides[axis],
            _dilations[axis]
        );
        long pad = _autoPad switch
        {
            "SAME_UPPER" or "SAME_LOWER" => AutoPad
                .Padding(size, kernel, stride, dilation, _autoPad == "SAME_UPPER")
                .Before,
            "VALID" => 0,
            _ => _pads[axis],
        };
        return new PoolAxis(size, to[axis + 2], kernel, stride, dilation, pad);
    }

    private static long[] Ones(int count)
    {
        long[] ones = new long[count];
        Array.Fill(ones, 1);
        return ones;
    }

    private struct Work
    {
        public float* Input;
        public float* Gradient;
        public float* Target;
        public long Planes;
        public long PartLength;
        public PoolAxis Depth;
        public PoolAxis Rows;
        public PoolAxis Columns;
    }
}

using System.Numerics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>
/// The gradient of a table of which Gather took rows: zeros, to which each row that was taken adds its gradient. Inputs: the gradient of what
/// was taken (n, size) and int64 (n), the rows' numbers, from the end where below 0; attribute: the number of rows; output: (rows, size).
/// Every part of the table is added up by one thread in the order of the numbers, so the sums are the same on every machine.
/// </summary>
internal sealed unsafe class GatherGradientKernel : Kernel
{
    private const long SmallestPart = 1 << 16;
    private const int PartsPerThread = 2;

    private readonly long _rows;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public GatherGradientKernel() { }

    private GatherGradientKernel(long rows) => _rows = rows;

    /// <inheritdoc/>
    public override string Operator => "GatherGradient";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32), new(ElementType.Int64)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes) => new GatherGradientKernel(attributes.Int64("rows"));

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer gradientDims = default;
        DimsBuffer indexDims = default;
        KernelTensor gradient = context.Input(0, ref gradientDims);
        KernelTensor indices = context.Input(1, ref indexDims);
        if (gradient.Dims.Length != 2 || indices.Dims.Length != 1 || gradient.Dims[0] != indices.Dims[0])
            throw new ArgumentException(
                $"{Operator} was given a gradient {TensorShape.Text(gradient.Dims)} for numbers {TensorShape.Text(indices.Dims)}; (n, size) and (n,) were expected. Reshape them."
            );
        foreach (long index in indices.Span<long>())
            if (index < -_rows || index >= _rows)
                throw new ArgumentException(
                    $"{Operator} was given the row {index} of {_rows}; {-_rows} to {_rows - 1} was expected. Give one of those."
                );
        long size = gradient.Dims[1];
        long length = Math.Max(
            Math.Max(1, SmallestPart / Math.Max(1, size)),
            (_rows + RuntimeOptions.Threads * PartsPerThread - 1) / (RuntimeOptions.Threads * PartsPerThread)
        );
        var work = new Work
        {
            Gradient = (float*)gradient.Pointer,
            Indices = (long*)indices.Pointer,
            Target = (float*)context.Output(0, [_rows, size]),
            Count = indices.Count,
            Rows = _rows,
            Size = size,
            PartLength = length,
        };
        context.ParallelFor((int)Math.Max(1, (_rows + length - 1) / length), &work, &ComputePart);
    }

    private static void ComputePart(void* state, int part)
    {
        var work = (Work*)state;
        long size = work->Size;
        long first = part * work->PartLength;
        long end = Math.Min(work->Rows, first + work->PartLength);
        for (long row = first; row < end; row++)
            new Span<float>(work->Target + row * size, checked((int)size)).Clear();
        for (long n = 0; n < work->Count; n++)
        {
            long row = work->Indices[n] < 0 ? work->Indices[n] + work->Rows : work->Indices[n];
            if (row < first || row >= end)
                continue;
            float* source = work->Gradient + n * size;
            float* target = work->Target + row * size;
            long i = 0;
            for (; i + Vector<float>.Count <= size; i += Vector<float>.Count)
                Vector.Store(Vector.Load(target + i) + Vector.Load(source + i), target + i);
            for (; i < size; i++)
                target[i] += source[i];
        }
    }

    private struct Work
    {
        public float* Gradient;
        public long* Indices;
        public float* Target;
        public long Count;
        public long Rows;
        public long Size;
        public long PartLength;
    }
}

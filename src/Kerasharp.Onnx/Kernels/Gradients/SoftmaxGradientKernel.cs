using System.Numerics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>
/// The gradient of a Softmax along the last axis in one pass over memory. Inputs: the output's gradient dy and the output y; output: the
/// input's gradient, y (dy - sum of y dy).
/// </summary>
internal sealed unsafe class SoftmaxGradientKernel : Kernel
{
    // Below this many numbers a part's work does not pay for waking a thread.
    private const long SmallestPart = 16384;

    private const int PartsPerThread = 4;

    /// <inheritdoc/>
    public override string Operator => "SoftmaxGradient";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32), new(ElementType.Float32)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer gradientDims = default;
        DimsBuffer outputDims = default;
        KernelTensor gradient = context.Input(0, ref gradientDims);
        KernelTensor output = context.Input(1, ref outputDims);
        if (output.Dims.Length == 0 || !gradient.Dims.SequenceEqual(output.Dims))
            throw new ArgumentException(
                $"{Operator} was given a gradient {TensorShape.Text(gradient.Dims)} for an output {TensorShape.Text(output.Dims)}; equal shapes of one dimension or more were expected. Expand the gradient first."
            );
        long columns = output.Dims[^1];
        long rows = columns == 0 ? 0 : output.Count / columns;
        var work = new Work
        {
            Gradient = (float*)gradient.Pointer,
            Output = (float*)output.Pointer,
            Target = (float*)context.Output(0, output.Dims),
            Rows = rows,
            Columns = columns,
            PartLength = Math.Max(
                Math.Max(1, SmallestPart / Math.Max(1, columns)),
                rows / (RuntimeOptions.Threads * PartsPerThread)
            ),
        };
        context.ParallelFor((int)Math.Max(1, (rows + work.PartLength - 1) / work.PartLength), &work, &ComputePart);
    }

    private static void ComputePart(void* state, int part)
    {
        var work = (Work*)state;
        long columns = work->Columns;
        long end = Math.Min(work->Rows, (part + 1) * work->PartLength);
        for (long row = part * work->PartLength; row < end; row++)
        {
            float* dy = work->Gradient + row * columns;
            float* y = work->Output + row * columns;
            float* dx = work->Target + row * columns;
            var sums = Vector<float>.Zero;
            long i = 0;
            for (; i + Vector<float>.Count <= columns; i += Vector<float>.Count)
                sums += Vector.Load(dy + i) * Vector.Load(y + i);
            float sum = Vector.Sum(sums);
            for (; i < columns; i++)
                sum += dy[i] * y[i];
            var all = new Vector<float>(sum);
            for (i = 0; i + Vector<float>.Count <= columns; i += Vector<float>.Count)
                Vector.Store(Vector.Load(y + i) * (Vector.Load(dy + i) - all), dx + i);
            for (; i < columns; i++)
                dx[i] = y[i] * (dy[i] - sum);
        }
    }

    private struct Work
    {
        public float* Gradient;
        public float* Output;
        public float* Target;
        public long Rows;
        public long Columns;
        public long PartLength;
    }
}

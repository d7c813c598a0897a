using System.Numerics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>
/// The gradient of Relu in one pass over memory. Inputs: the output's gradient and the output; output: the input's gradient,
/// which is the output's where the output is above 0, else 0.
/// </summary>
internal sealed unsafe class ReluGradientKernel : Kernel
{
    // Below this many numbers a part's work does not pay for waking a thread.
    private const long SmallestPart = 16384;

    private const int PartsPerThread = 4;

    /// <inheritdoc/>
    public override string Operator => "ReluGradient";

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
        if (!gradient.Dims.SequenceEqual(output.Dims))
            throw new ArgumentException(
                $"{Operator} was given a gradient {TensorShape.Text(gradient.Dims)} for an output {TensorShape.Text(output.Dims)}; equal shapes were expected. Expand the gradient first."
            );
        long count = output.Count;
        var work = new Work
        {
            Gradient = (float*)gradient.Pointer,
            Output = (float*)output.Pointer,
            Target = (float*)context.Output(0, output.Dims),
            Count = count,
            PartLength = Math.Max(SmallestPart, (count / (RuntimeOptions.Threads * PartsPerThread) + 63) / 64 * 64),
        };
        context.ParallelFor((int)Math.Max(1, (count + work.PartLength - 1) / work.PartLength), &work, &ComputePart);
    }

    private static void ComputePart(void* state, int part)
    {
        var work = (Work*)state;
        float* gradient = work->Gradient;
        float* output = work->Output;
        float* target = work->Target;
        long place = part * work->PartLength;
        long end = Math.Min(work->Count, place + work->PartLength);
        // A product, as in the twin: a gradient that is no number stays one, rather than being hidden by a unit that is off.
        for (; place + Vector<float>.Count <= end; place += Vector<float>.Count)
        {
            Vector<float> on = Vector.AsVectorSingle(
                Vector.GreaterThan(Vector.Load(output + place), Vector<float>.Zero)
            );
            Vector.Store((on & Vector<float>.One) * Vector.Load(gradient + place), target + place);
        }
        for (; place < end; place++)
            target[place] = (output[place] > 0 ? 1f : 0f) * gradient[place];
    }

    private struct Work
    {
        public float* Gradient;
        public float* Output;
        public float* Target;
        public long Count;
        public long PartLength;
    }
}

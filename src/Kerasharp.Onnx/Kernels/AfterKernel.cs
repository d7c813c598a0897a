using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Kernels;

/// <summary>Copies its first input; the second is only waited for.</summary>
internal sealed unsafe class AfterKernel : Kernel
{
    // So many numbers are copied before another thread is worth waking.
    private const long PartLength = 1 << 16;

    /// <inheritdoc/>
    public override string Operator => "After";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32), new(ElementType.Float32)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer dims = default;
        KernelTensor input = context.Input(0, ref dims);
        var work = new Work
        {
            Source = (float*)input.Pointer,
            Target = (float*)context.Output(0, input.Dims),
            Count = input.Count,
        };
        context.ParallelFor((int)Math.Max(1, (input.Count + PartLength - 1) / PartLength), &work, &CopyPart);
    }

    private static void CopyPart(void* state, int part)
    {
        var work = (Work*)state;
        long place = part * PartLength;
        long bytes = Math.Min(PartLength, work->Count - place) * sizeof(float);
        Buffer.MemoryCopy(work->Source + place, work->Target + place, bytes, bytes);
    }

    private struct Work
    {
        public float* Source;
        public float* Target;
        public long Count;
    }
}

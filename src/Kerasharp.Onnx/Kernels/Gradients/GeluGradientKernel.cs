using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>
/// The gradient of Gelu, not the approximated one, in one pass over memory. Inputs: the output's gradient dy and the input x; output: the
/// input's gradient, dy (Φ(x) + x φ(x)), with Φ and φ the normal distribution and its density.
/// </summary>
internal sealed unsafe class GeluGradientKernel : Kernel
{
    // Below this many numbers a part's work does not pay for waking a thread.
    private const long SmallestPart = 4096;

    private const int PartsPerThread = 4;

    /// <inheritdoc/>
    public override string Operator => "GeluGradient";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32), new(ElementType.Float32)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer gradientDims = default;
        DimsBuffer inputDims = default;
        KernelTensor gradient = context.Input(0, ref gradientDims);
        KernelTensor input = context.Input(1, ref inputDims);
        if (!gradient.Dims.SequenceEqual(input.Dims))
            throw new ArgumentException(
                $"{Operator} was given a gradient {TensorShape.Text(gradient.Dims)} for an input {TensorShape.Text(input.Dims)}; equal shapes were expected. Expand the gradient first."
            );
        long count = input.Count;
        var work = new Work
        {
            Gradient = (float*)gradient.Pointer,
            Input = (float*)input.Pointer,
            Target = (float*)context.Output(0, input.Dims),
            Count = count,
            PartLength = Math.Max(SmallestPart, (count / (RuntimeOptions.Threads * PartsPerThread) + 63) / 64 * 64),
        };
        context.ParallelFor(
            (int)Math.Max(1, (count + work.PartLength - 1) / work.PartLength),
            &work,
            &WideParts<Work>.Compute
        );
    }

    /// <summary>Φ(x) + x φ(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Slope<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        const float Root2 = 0.70710678f;
        const float Density = 0.39894228f;
        TLanes half = TLanes.Constant(0.5f);
        TLanes density = Curves.Exp(x * x * TLanes.Constant(-0.5f)) * TLanes.Constant(Density);
        TLanes below = TLanes.MultiplyAdd(half, Curves.Erf(x * TLanes.Constant(Root2)), half);
        return TLanes.MultiplyAdd(x, density, below);
    }

    private struct Work : IWideWork
    {
        public float* Gradient;
        public float* Input;
        public float* Target;
        public long Count;
        public long PartLength;

        public readonly void Compute<TLanes>(int part)
            where TLanes : struct, ILanes<TLanes>
        {
            long place = part * PartLength;
            long to = Math.Min(Count, place + PartLength);
            for (; place + TLanes.Width <= to; place += TLanes.Width)
                (TLanes.Load(Gradient + place) * Slope(TLanes.Load(Input + place))).Store(Target + place);
            if (place == to)
                return;
            // The rest as a vector that is not full, so that an element's number does not depend on its place.
            float* rest = stackalloc float[TLanes.Width];
            new Span<float>(rest, TLanes.Width).Clear();
            for (long i = place; i < to; i++)
                rest[i - place] = Input[i];
            Slope(TLanes.Load(rest)).Store(rest);
            for (long i = place; i < to; i++)
                Target[i] = Gradient[i] * rest[i - place];
        }
    }
}

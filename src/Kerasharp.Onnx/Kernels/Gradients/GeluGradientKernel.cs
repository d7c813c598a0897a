using System.Numerics;
using Kerasharp.Onnx.Graphs;
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
        context.ParallelFor((int)Math.Max(1, (count + work.PartLength - 1) / work.PartLength), &work, &ComputePart);
    }

    private static void ComputePart(void* state, int part)
    {
        var work = (Work*)state;
        int width = Vector<float>.Count;
        long place = part * work->PartLength;
        long end = Math.Min(work->Count, place + work->PartLength);
        for (; place + width <= end; place += width)
            Vector.Store(
                Vector.Load(work->Gradient + place) * Slope(Vector.Load(work->Input + place)),
                work->Target + place
            );
        if (place == end)
            return;
        // The rest as a vector that is not full, so that an element's number does not depend on its place.
        float* rest = stackalloc float[width];
        new Span<float>(rest, width).Clear();
        for (long i = place; i < end; i++)
            rest[i - place] = work->Input[i];
        Vector.Store(Slope(Vector.Load(rest)), rest);
        for (long i = place; i < end; i++)
            work->Target[i] = work->Gradient[i] * rest[i - place];
    }

    /// <summary>Φ(x) + x φ(x).</summary>
    private static Vector<float> Slope(Vector<float> x)
    {
        const float Root2 = 0.70710678f;
        const float Density = 0.39894228f;
        var density = Vector.Exp(x * x * -0.5f) * Density;
        return (Erf(x * Root2) + Vector<float>.One) * 0.5f + x * density;
    }

    /// <summary>The error function by a quotient of polynomials, of an error below 3e-7; it is 1 to within that from 4 on.</summary>
    private static Vector<float> Erf(Vector<float> x)
    {
        // A comparison with what is no number is false, so that it stays none.
        x = Vector.ConditionalSelect(Vector.GreaterThan(x, new Vector<float>(4f)), new Vector<float>(4f), x);
        x = Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(-4f)), new Vector<float>(-4f), x);
        var square = x * x;
        var above = new Vector<float>(-2.72614225801306e-10f);
        above = above * square + new Vector<float>(2.77068142495902e-08f);
        above = above * square + new Vector<float>(-2.10102402082508e-06f);
        above = above * square + new Vector<float>(-5.69250639462346e-05f);
        above = above * square + new Vector<float>(-7.34990630326855e-04f);
        above = above * square + new Vector<float>(-2.95459980854025e-03f);
        above = above * square + new Vector<float>(-1.60960333262415e-02f);
        var below = new Vector<float>(-1.45660718464996e-05f);
        below = below * square + new Vector<float>(-2.13374055278905e-04f);
        below = below * square + new Vector<float>(-1.68282697438203e-03f);
        below = below * square + new Vector<float>(-7.37332916720468e-03f);
        below = below * square + new Vector<float>(-1.42647390514189e-02f);
        return x * above / below;
    }

    private struct Work
    {
        public float* Gradient;
        public float* Input;
        public float* Target;
        public long Count;
        public long PartLength;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Normalizations;

/// <summary>
/// The gradients of <see cref="BatchNormalizationKernel"/>. Inputs: the output's gradient dy, x, gamma, the mean and variance that it gave, and
/// its output or none; outputs: the gradients of x, gamma and beta, and of what was added. Where the output is given, it went through a Relu: dy
/// is then 0 wherever the output is not above 0, and this dy is the last output. With n = (x - mean) r, where r = 1 / sqrt(variance + epsilon), they are
/// gamma r (dy - mean of dy - n mean of dy n), the sum of dy n, and that of dy.
/// </summary>
internal sealed unsafe class BatchNormalizationGradientKernel : Kernel
{
    private readonly long _axis;
    private readonly float _epsilon;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public BatchNormalizationGradientKernel() { }

    private BatchNormalizationGradientKernel(long axis, float epsilon) => (_axis, _epsilon) = (axis, epsilon);

    /// <inheritdoc/>
    public override string Operator => "BatchNormalizeGradient";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [
        new(ElementType.Float32),
        new(ElementType.Float32),
        new(ElementType.Float32),
        new(ElementType.Float32),
        new(ElementType.Float32),
        new(ElementType.Float32, KernelPresence.Optional),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } =
    [
        new(ElementType.Float32),
        new(ElementType.Float32, KernelPresence.Optional),
        new(ElementType.Float32, KernelPresence.Optional),
        new(ElementType.Float32, KernelPresence.Optional),
    ];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes) =>
        new BatchNormalizationGradientKernel(attributes.Int64("axis"), attributes.Float32("epsilon"));

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer gradientDims = default;
        DimsBuffer xDims = default;
        DimsBuffer gammaDims = default;
        DimsBuffer meanDims = default;
        DimsBuffer varianceDims = default;
        DimsBuffer outputDims = default;
        KernelTensor gradient = context.Input(0, ref gradientDims);
        KernelTensor x = context.Input(1, ref xDims);
        KernelTensor gamma = context.Input(2, ref gammaDims);
        KernelTensor mean = context.Input(3, ref meanDims);
        KernelTensor variance = context.Input(4, ref varianceDims);
        KernelTensor output = context.InputCount > 5 ? context.Input(5, ref outputDims) : default;
        if (
            !gradient.Dims.SequenceEqual(x.Dims)
            || (output.Pointer != null && !output.Dims.SequenceEqual(x.Dims))
            || _axis < 0
            || _axis >= x.Dims.Length
            || gamma.Count != x.Dims[(int)_axis]
            || mean.Count != gamma.Count
            || variance.Count != gamma.Count
        )
            throw new ArgumentException(
                $"{Operator} was given a gradient {TensorShape.Text(gradient.Dims)}, an input {TensorShape.Text(x.Dims)}, gamma {TensorShape.Text(gamma.Dims)} and statistics {TensorShape.Text(mean.Dims)} and {TensorShape.Text(variance.Dims)}; a gradient (and an output) of the input's shape and a number for each place along axis {_axis} were expected. Give those."
            );
        var planes = ChannelPlanes.Of(x.Dims, _axis);
        var work = new Work
        {
            Gradient = (float*)gradient.Pointer,
            Input = (float*)x.Pointer,
            Gamma = (float*)gamma.Pointer,
            Mean = (float*)mean.Pointer,
            Variance = (float*)variance.Pointer,
            Output = (float*)output.Pointer,
            Target = (float*)context.Output(0, x.Dims),
            GammaTarget = (float*)context.Output(1, [planes.Channels]),
            BetaTarget = (float*)context.Output(2, [planes.Channels]),
            MaskedTarget = output.Pointer == null ? null : (float*)context.Output(3, x.Dims),
            Planes = planes,
            Epsilon = _epsilon,
        };
        work.Together = planes.Together(RuntimeOptions.Threads);
        context.ParallelFor((int)((planes.Channels + work.Together - 1) / work.Together), &work, &Part);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(void* state, int part)
    {
        var work = (Work*)state;
        (long outer, long inner, long step) = (work->Planes.Outer, work->Planes.Inner, work->Planes.Step);
        long firstChannel = part * work->Together;
        long channels = Math.Min(work->Together, work->Planes.Channels - firstChannel);
        long first = firstChannel * inner;
        float* gradient = work->Gradient + first;
        float* input = work->Input + first;
        float* target = work->Target + first;
        float* mean = work->Mean + firstChannel;
        double* shifts = stackalloc double[ChannelPlanes.MostTogether];
        double* stretches = stackalloc double[ChannelPlanes.MostTogether];
        float* factors = stackalloc float[ChannelPlanes.MostTogether];
        new Span<double>(shifts, (int)channels).Clear();
        new Span<double>(stretches, (int)channels).Clear();
        float* source = gradient;
        if (work->Output != null)
            // What is masked is written down where it is wanted, else to where the input's gradient will be.
            source = work->MaskedTarget == null ? target : work->MaskedTarget + first;
        for (long n = 0; n < outer; n++)
        for (long c = 0; c < channels; c++)
        {
            long at = n * step + c * inner;
            if (work->Output != null)
                Mask(gradient + at, work->Output + first + at, source + at, inner, Ahead(n));
            (double sum, double product) = Sums(source + at, input + at, inner, Ahead(n), mean[c]);
            shifts[c] += sum;
            stretches[c] += product;
        }
        double count = work->Planes.Count;
        for (long c = 0; c < channels; c++)
        {
            double inverse = 1 / Math.Sqrt(work->Variance[firstChannel + c] + work->Epsilon);
            double stretch = stretches[c] * inverse;
            if (work->GammaTarget != null)
                work->GammaTarget[firstChannel + c] = (float)stretch;
            if (work->BetaTarget != null)
                work->BetaTarget[firstChannel + c] = (float)shifts[c];
            factors[c] = (float)(work->Gamma[firstChannel + c] * inverse);
            shifts[c] /= count;
            stretches[c] = stretch / count * inverse;
        }
        for (long n = 0; n < outer; n++)
        for (long c = 0; c < channels; c++)
        {
            long at = n * step + c * inner;
            Combine(
                source + at,
                input + at,
                target + at,
                inner,
                Ahead(n),
                mean[c],
                factors[c],
                (float)shifts[c],
                (float)stretches[c]
            );
        }

        // How far it is to the plane that comes next.
        long Ahead(long n) => n + 1 < outer ? step : 0;
    }

    /// <summary>As ReluGradient does it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mask(float* gradient, float* output, float* target, long count, long ahead)
    {
        int width = Vector<float>.Count;
        long i = 0;
        for (; i + width <= count; i += width)
        {
            ChannelPlanes.Soon(gradient + i + ahead);
            ChannelPlanes.Soon(output + i + ahead);
            ChannelPlanes.Soon(target + i + ahead);
            var on = Vector.AsVectorSingle(Vector.GreaterThan(Vector.Load(output + i), Vector<float>.Zero));
            Vector.Store((on & Vector<float>.One) * Vector.Load(gradient + i), target + i);
        }
        for (; i < count; i++)
            target[i] = (output[i] > 0 ? 1f : 0f) * gradient[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Sum, double Product) Sums(float* gradient, float* x, long count, long ahead, float mean)
    {
        int width = Vector<float>.Count;
        var centre = new Vector<float>(mean);
        var a = Vector<float>.Zero;
        var b = Vector<float>.Zero;
        var c = Vector<float>.Zero;
        var d = Vector<float>.Zero;
        long i = 0;
        for (; i + 2 * width <= count; i += 2 * width)
        {
            ChannelPlanes.Soon(gradient + i + ahead);
            ChannelPlanes.Soon(x + i + ahead);
            var g = Vector.Load(gradient + i);
            var h = Vector.Load(gradient + i + width);
            a += g;
            b += h;
            c += g * (Vector.Load(x + i) - centre);
            d += h * (Vector.Load(x + i + width) - centre);
        }
        double sum = Vector.Sum(a + b);
        double product = Vector.Sum(c + d);
        for (; i < count; i++)
        {
            sum += gradient[i];
            product += gradient[i] * (x[i] - mean);
        }
        return (sum, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine(
        float* gradient,
        float* x,
        float* target,
        long count,
        long ahead,
        float mean,
        float factor,
        float shift,
        float stretch
    )
    {
        int width = Vector<float>.Count;
        var (centre, scale, less, slope) = (
            new Vector<float>(mean),
            new Vector<float>(factor),
            new Vector<float>(shift),
            new Vector<float>(stretch)
        );
        long i = 0;
        for (; i + width <= count; i += width)
        {
            ChannelPlanes.Soon(gradient + i + ahead);
            ChannelPlanes.Soon(x + i + ahead);
            ChannelPlanes.Soon(target + i + ahead);
            Vector.Store(
                (Vector.Load(gradient + i) - less - (Vector.Load(x + i) - centre) * slope) * scale,
                target + i
            );
        }
        for (; i < count; i++)
            target[i] = (gradient[i] - shift - (x[i] - mean) * stretch) * factor;
    }

    private struct Work
    {
        public float* Gradient;
        public float* Input;
        public float* Gamma;
        public float* Mean;
        public float* Variance;
        public float* Output;
        public float* Target;
        public float* GammaTarget;
        public float* BetaTarget;
        public float* MaskedTarget;
        public ChannelPlanes Planes;

        /// <summary>How many channels a part takes.</summary>
        public long Together;

        public float Epsilon;
    }
}

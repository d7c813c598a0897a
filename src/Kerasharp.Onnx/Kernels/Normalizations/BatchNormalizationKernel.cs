using System.Numerics;
using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Normalizations;

/// <summary>
/// Batch normalisation by the batch's own statistics, a channel at a time, which stays in the nearest memory meanwhile. Inputs: x, gamma
/// and beta of each channel, and a tensor like x that is added, or none; outputs: (x - mean) / sqrt(variance + epsilon) gamma + beta, and of
/// each channel mean and variance. Attributes: the channels' axis, epsilon, and relu, which is 1 where the output goes through a Relu.
/// </summary>
internal sealed unsafe class BatchNormalizationKernel : Kernel
{
    private readonly long _axis;
    private readonly float _epsilon;
    private readonly bool _rectifies;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public BatchNormalizationKernel() { }

    private BatchNormalizationKernel(long axis, float epsilon, bool rectifies) =>
        (_axis, _epsilon, _rectifies) = (axis, epsilon, rectifies);

    /// <inheritdoc/>
    public override string Operator => "BatchNormalize";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [
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
    ];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes) =>
        new BatchNormalizationKernel(
            attributes.Int64("axis"),
            attributes.Float32("epsilon"),
            attributes.FindInt64("relu") is 1
        );

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer xDims = default;
        DimsBuffer gammaDims = default;
        DimsBuffer betaDims = default;
        DimsBuffer addendDims = default;
        KernelTensor x = context.Input(0, ref xDims);
        KernelTensor gamma = context.Input(1, ref gammaDims);
        KernelTensor beta = context.Input(2, ref betaDims);
        KernelTensor addend = context.InputCount > 3 ? context.Input(3, ref addendDims) : default;
        if (_axis < 0 || _axis >= x.Dims.Length || gamma.Count != x.Dims[(int)_axis] || beta.Count != gamma.Count)
            throw new ArgumentException(
                $"{Operator} was given an input {TensorShape.Text(x.Dims)}, gamma {TensorShape.Text(gamma.Dims)} and beta {TensorShape.Text(beta.Dims)}; a number for each place along axis {_axis} was expected. Give those."
            );
        if (addend.Pointer != null && !addend.Dims.SequenceEqual(x.Dims))
            throw new ArgumentException(
                $"{Operator} was given {TensorShape.Text(addend.Dims)} to add to {TensorShape.Text(x.Dims)}; equal shapes were expected. Expand it first."
            );
        var planes = ChannelPlanes.Of(x.Dims, _axis);
        var work = new Work
        {
            Input = (float*)x.Pointer,
            Gamma = (float*)gamma.Pointer,
            Beta = (float*)beta.Pointer,
            Addend = (float*)addend.Pointer,
            // Where all is let through, nothing is too small.
            Least = _rectifies ? 0 : float.NegativeInfinity,
            Target = (float*)context.Output(0, x.Dims),
            Mean = (float*)context.Output(1, [planes.Channels]),
            Variance = (float*)context.Output(2, [planes.Channels]),
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
        long first = part * work->Together;
        long channels = Math.Min(work->Together, work->Planes.Channels - first);
        float* input = work->Input + first * inner;
        float* target = work->Target + first * inner;
        float* addend = work->Addend == null ? null : work->Addend + first * inner;
        double count = work->Planes.Count;
        double* sums = stackalloc double[ChannelPlanes.MostTogether];
        float* means = stackalloc float[ChannelPlanes.MostTogether];
        float* factors = stackalloc float[ChannelPlanes.MostTogether];
        new Span<double>(sums, (int)channels).Clear();
        for (long n = 0; n < outer; n++)
        for (long c = 0; c < channels; c++)
            sums[c] += Sum(input + n * step + c * inner, inner, Ahead(n));
        for (long c = 0; c < channels; c++)
        {
            means[c] = (float)(sums[c] / count);
            sums[c] = 0;
        }
        for (long n = 0; n < outer; n++)
        for (long c = 0; c < channels; c++)
            sums[c] += Squares(input + n * step + c * inner, inner, Ahead(n), means[c]);
        for (long c = 0; c < channels; c++)
        {
            var variance = (float)(sums[c] / count);
            if (work->Mean != null)
                work->Mean[first + c] = means[c];
            if (work->Variance != null)
                work->Variance[first + c] = variance;
            factors[c] = work->Gamma[first + c] * (1 / MathF.Sqrt(variance + work->Epsilon));
        }
        for (long n = 0; n < outer; n++)
        for (long c = 0; c < channels; c++)
        {
            long at = n * step + c * inner;
            Normalize(
                input + at,
                addend == null ? null : addend + at,
                target + at,
                inner,
                Ahead(n),
                means[c],
                factors[c],
                work->Beta[first + c],
                work->Least
            );
        }

        // How far it is to the plane that comes next.
        long Ahead(long n) => n + 1 < outer ? step : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(float* x, long count, long ahead)
    {
        int width = Vector<float>.Count;
        var a = Vector<float>.Zero;
        var b = Vector<float>.Zero;
        long i = 0;
        for (; i + 2 * width <= count; i += 2 * width)
        {
            ChannelPlanes.Soon(x + i + ahead);
            a += Vector.Load(x + i);
            b += Vector.Load(x + i + width);
        }
        double sum = Vector.Sum(a + b);
        for (; i < count; i++)
            sum += x[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Squares(float* x, long count, long ahead, float mean)
    {
        int width = Vector<float>.Count;
        var centre = new Vector<float>(mean);
        var a = Vector<float>.Zero;
        var b = Vector<float>.Zero;
        long i = 0;
        for (; i + 2 * width <= count; i += 2 * width)
        {
            ChannelPlanes.Soon(x + i + ahead);
            var c = Vector.Load(x + i) - centre;
            var d = Vector.Load(x + i + width) - centre;
            a += c * c;
            b += d * d;
        }
        double sum = Vector.Sum(a + b);
        for (; i < count; i++)
            sum += (x[i] - mean) * (x[i] - mean);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize(
        float* x,
        float* addend,
        float* y,
        long count,
        long ahead,
        float mean,
        float factor,
        float beta,
        float least
    )
    {
        int width = Vector<float>.Count;
        var (centre, scale, shift) = (new Vector<float>(mean), new Vector<float>(factor), new Vector<float>(beta));
        var floor = new Vector<float>(least);
        long i = 0;
        for (; i + width <= count; i += width)
        {
            ChannelPlanes.Soon(x + i + ahead);
            ChannelPlanes.Soon(y + i + ahead);
            var normal = (Vector.Load(x + i) - centre) * scale + shift;
            if (addend != null)
            {
                ChannelPlanes.Soon(addend + i + ahead);
                normal += Vector.Load(addend + i);
            }
            Vector.Store(Vector.MaxNative(floor, normal), y + i);
        }
        for (; i < count; i++)
        {
            float normal = (x[i] - mean) * factor + beta;
            y[i] = AtLeast(least, addend == null ? normal : normal + addend[i]);
        }
    }

    // What is no number stays so.
    private static float AtLeast(float least, float x) => least > x ? least : x;

    private struct Work
    {
        public float* Input;
        public float* Gamma;
        public float* Beta;
        public float* Addend;
        public float Least;
        public float* Target;
        public float* Mean;
        public float* Variance;
        public ChannelPlanes Planes;

        /// <summary>How many channels a part takes.</summary>
        public long Together;

        public float Epsilon;
    }
}

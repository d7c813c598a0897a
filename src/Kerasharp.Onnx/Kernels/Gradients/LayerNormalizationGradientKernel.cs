using System.Numerics;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>
/// The gradients of a LayerNormalization in one pass over memory. Inputs: the output's gradient dy, the input x, the scale, and of each row
/// its mean and 1 / deviation r; outputs: the gradients of input, scale and bias. With n = (x - mean) r and g = dy scale they are
/// r (g - mean of g - n mean of g n), the sum of dy n over all rows, and that of dy.
/// </summary>
internal sealed unsafe class LayerNormalizationGradientKernel : Kernel
{
    // Rows are summed in so many parts, whatever the number of threads, so that the sums are the same on every machine.
    private const long MostParts = 32;

    private const long SmallestPart = 8192;

    /// <inheritdoc/>
    public override string Operator => "LayerNormalizationGradient";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [
        new(ElementType.Float32),
        new(ElementType.Float32),
        new(ElementType.Float32),
        new(ElementType.Float32),
        new(ElementType.Float32),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } =
    [
        new(ElementType.Float32),
        new(ElementType.Float32, KernelPresence.Optional),
        new(ElementType.Float32, KernelPresence.Optional),
    ];

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer gradientDims = default;
        DimsBuffer inputDims = default;
        DimsBuffer scaleDims = default;
        DimsBuffer meanDims = default;
        DimsBuffer inverseDims = default;
        KernelTensor gradient = context.Input(0, ref gradientDims);
        KernelTensor input = context.Input(1, ref inputDims);
        KernelTensor scale = context.Input(2, ref scaleDims);
        KernelTensor mean = context.Input(3, ref meanDims);
        KernelTensor inverse = context.Input(4, ref inverseDims);
        long columns = scale.Count;
        long rows = columns == 0 ? 0 : input.Count / columns;
        if (
            !gradient.Dims.SequenceEqual(input.Dims)
            || rows * columns != input.Count
            || mean.Count != rows
            || inverse.Count != rows
        )
            throw new ArgumentException(
                $"{Operator} was given a gradient {TensorShape.Text(gradient.Dims)}, an input {TensorShape.Text(input.Dims)}, a scale {TensorShape.Text(scale.Dims)} and statistics {TensorShape.Text(mean.Dims)} and {TensorShape.Text(inverse.Dims)}; a gradient of the input's shape and statistics for each row of the scale's size were expected. Give those."
            );
        long partLength = Math.Max(
            (rows + MostParts - 1) / MostParts,
            Math.Max(1, SmallestPart / Math.Max(1, columns))
        );
        var parts = (int)Math.Max(1, (rows + partLength - 1) / partLength);
        var sums = (float*)NativeMemory.AllocZeroed((nuint)(parts * 2 * columns), sizeof(float));
        try
        {
            var work = new Work
            {
                Gradient = (float*)gradient.Pointer,
                Input = (float*)input.Pointer,
                Scale = (float*)scale.Pointer,
                Mean = (float*)mean.Pointer,
                Inverse = (float*)inverse.Pointer,
                Target = (float*)context.Output(0, input.Dims),
                Sums = sums,
                Rows = rows,
                Columns = columns,
                PartLength = partLength,
            };
            context.ParallelFor(parts, &work, &ComputePart);
            AddUp((float*)context.Output(1, scale.Dims), sums, parts, columns);
            AddUp((float*)context.Output(2, scale.Dims), sums + columns, parts, columns);
        }
        finally
        {
            NativeMemory.Free(sums);
        }
    }

    private static void AddUp(float* target, float* sums, int parts, long columns)
    {
        if (target == null)
            return;
        new Span<float>(target, checked((int)columns)).Clear();
        for (int part = 0; part < parts; part++)
        for (long i = 0; i < columns; i++)
            target[i] += sums[part * 2 * columns + i];
    }

    private static void ComputePart(void* state, int part)
    {
        var work = (Work*)state;
        long columns = work->Columns;
        float* ofScale = work->Sums + part * 2 * columns;
        float* ofBias = ofScale + columns;
        float* scale = work->Scale;
        int width = Vector<float>.Count;
        long end = Math.Min(work->Rows, (part + 1) * work->PartLength);
        for (long row = part * work->PartLength; row < end; row++)
        {
            float* dy = work->Gradient + row * columns;
            float* x = work->Input + row * columns;
            float* dx = work->Target + row * columns;
            float mean = work->Mean[row];
            float inverse = work->Inverse[row];
            var shift = Vector<float>.Zero;
            var stretch = Vector<float>.Zero;
            long i = 0;
            for (; i + width <= columns; i += width)
            {
                var d = Vector.Load(dy + i);
                var normal = (Vector.Load(x + i) - new Vector<float>(mean)) * inverse;
                var g = d * Vector.Load(scale + i);
                var dn = d * normal;
                shift += g;
                stretch += g * normal;
                Vector.Store(Vector.Load(ofScale + i) + dn, ofScale + i);
                Vector.Store(Vector.Load(ofBias + i) + d, ofBias + i);
            }
            float a = Vector.Sum(shift);
            float b = Vector.Sum(stretch);
            for (; i < columns; i++)
            {
                float normal = (x[i] - mean) * inverse;
                float g = dy[i] * scale[i];
                a += g;
                b += g * normal;
                ofScale[i] += dy[i] * normal;
                ofBias[i] += dy[i];
            }
            a /= columns;
            b /= columns;
            for (i = 0; i + width <= columns; i += width)
            {
                var normal = (Vector.Load(x + i) - new Vector<float>(mean)) * inverse;
                var g = Vector.Load(dy + i) * Vector.Load(scale + i);
                Vector.Store((g - (normal * b + new Vector<float>(a))) * inverse, dx + i);
            }
            for (; i < columns; i++)
                dx[i] = (dy[i] * scale[i] - ((x[i] - mean) * inverse * b + a)) * inverse;
        }
    }

    private struct Work
    {
        public float* Gradient;
        public float* Input;
        public float* Scale;
        public float* Mean;
        public float* Inverse;
        public float* Target;
        public float* Sums;
        public long Rows;
        public long Columns;
        public long PartLength;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Pools;

/// <summary>
/// The gradient of <see cref="PlacedMaxPoolKernel"/>, which does not read the pooling's input again. Inputs: the output's gradient and the places;
/// output: the input's gradient. Attribute: sizes, the input's rows and columns.
/// </summary>
internal sealed unsafe class PlacedMaxPoolGradientKernel : Kernel
{
    private const int Together = PlacedMaxPoolKernel.Together;
    private const int Half = PlacedMaxPoolKernel.Half;

    private readonly long[] _sizes = [];

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public PlacedMaxPoolGradientKernel() { }

    private PlacedMaxPoolGradientKernel(long[] sizes)
    {
        if (sizes.Length != 2)
            throw new ArgumentException(
                $"{Operator} was given {sizes.Length} sizes; 2 were expected. Give the input's rows and columns."
            );
        _sizes = sizes;
    }

    /// <inheritdoc/>
    public override string Operator => "PlacedMaxPoolGradient";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32), new(ElementType.UInt8)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes) =>
        new PlacedMaxPoolGradientKernel(attributes.Int64s("sizes") ?? []);

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer gradientDims = default;
        DimsBuffer placesDims = default;
        KernelTensor gradient = context.Input(0, ref gradientDims);
        KernelTensor places = context.Input(1, ref placesDims);
        ReadOnlySpan<long> dims = gradient.Dims;
        if (
            dims.Length != 4
            || !dims.SequenceEqual(places.Dims)
            || dims[2] != _sizes[0] / 2
            || dims[3] != _sizes[1] / 2
        )
            throw new ArgumentException(
                $"{Operator} was given a gradient {TensorShape.Text(dims)} and places {TensorShape.Text(places.Dims)} for a plane {TensorShape.Text(_sizes)}; equal shapes were expected, (batch, channels, rows, columns) with half the plane's rows and columns. Give the pooling's own."
            );
        var work = new Work
        {
            Gradient = (float*)gradient.Pointer,
            Places = (byte*)places.Pointer,
            Target = (float*)context.Output(0, [dims[0], dims[1], _sizes[0], _sizes[1]]),
            Planes = dims[0] * dims[1],
            Rows = _sizes[0],
            Columns = _sizes[1],
        };
        work.PartLength = PlacedMaxPoolKernel.PartLength(work.Planes, work.Rows * work.Columns);
        context.ParallelFor(
            (int)Math.Max(1, (work.Planes + work.PartLength - 1) / work.PartLength),
            &work,
            &ComputePart
        );
    }

    private static void ComputePart(void* state, int part)
    {
        Work work = *(Work*)state;
        long pooledRows = work.Rows / 2;
        long pooled = work.Columns / 2;
        long end = Math.Min(work.Planes, (part + 1) * work.PartLength);
        for (long plane = part * work.PartLength; plane < end; plane++)
        {
            float* target = work.Target + plane * work.Rows * work.Columns;
            for (long row = 0; row < pooledRows; row++, target += 2 * work.Columns)
            {
                long from = (plane * pooledRows + row) * pooled;
                Row(work.Gradient + from, work.Places + from, target, target + work.Columns, pooled);
                // No square covers a last column, nor a last row.
                if (work.Columns % 2 == 1)
                    target[work.Columns - 1] = target[2 * work.Columns - 1] = 0;
            }
            if (work.Rows % 2 == 1)
                new Span<float>(target, checked((int)work.Columns)).Clear();
        }
    }

    private static void Row(float* gradient, byte* places, float* upper, float* lower, long count)
    {
        long i = 0;
        for (; i + Together <= count; i += Together)
            Squares(gradient + i, places + i, upper + 2 * i, lower + 2 * i, Half);
        if (i == count)
            return;
        // Once more over the last squares, partly done already: the same numbers are written again.
        if (count >= Half)
        {
            i = Math.Max(0, count - Together);
            Squares(gradient + i, places + i, upper + 2 * i, lower + 2 * i, count - Half - i);
            return;
        }
        // As a vector that is not full.
        int rest = (int)count;
        float* numbers = stackalloc float[5 * Together];
        byte* chosen = stackalloc byte[Together];
        new Span<float>(numbers, Together).Clear();
        new Span<byte>(chosen, Together).Clear();
        new ReadOnlySpan<float>(gradient, rest).CopyTo(new(numbers, rest));
        new ReadOnlySpan<byte>(places, rest).CopyTo(new(chosen, rest));
        Squares(numbers, chosen, numbers + Together, numbers + 3 * Together, Half);
        new ReadOnlySpan<float>(numbers + Together, 2 * rest).CopyTo(new(upper, 2 * rest));
        new ReadOnlySpan<float>(numbers + 3 * Together, 2 * rest).CopyTo(new(lower, 2 * rest));
    }

    /// <summary>Two halves, of which the second begins so many squares behind the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Squares(float* gradient, byte* places, float* upper, float* lower, long second)
    {
        ulong bytes = *(uint*)places | ((ulong)*(uint*)(places + second) << 32);
        Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte());
        Vector256<int> place = Vector256.Create(Vector128.WidenLower(wide), Vector128.WidenUpper(wide)).AsInt32();
        // A product, as a Relu's gradient is: what is no number stays none.
        Vector256<float> on = Vector256.LessThan(place, Vector256.Create(4)).AsSingle() & Vector256<float>.One;
        Vector256<float> each = Vector256.Create(Vector128.Load(gradient), Vector128.Load(gradient + second)) * on;
        place &= Vector256.Create(3);
        Spread(each, place, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3), upper, lower);
        Spread(each, place, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7), upper + 2 * second, lower + 2 * second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(
        Vector256<float> gradient,
        Vector256<int> place,
        Vector256<int> twice,
        float* upper,
        float* lower
    )
    {
        Vector256<float> each = Vector256.Shuffle(gradient, twice);
        Vector256<int> at = Vector256.Shuffle(place, twice);
        (each & Vector256.Equals(at, Vector256.Create(0, 1, 0, 1, 0, 1, 0, 1)).AsSingle()).Store(upper);
        (each & Vector256.Equals(at, Vector256.Create(2, 3, 2, 3, 2, 3, 2, 3)).AsSingle()).Store(lower);
    }

    private struct Work
    {
        public float* Gradient;
        public byte* Places;
        public float* Target;
        public long Planes;
        public long Rows;
        public long Columns;
        public long PartLength;
    }
}

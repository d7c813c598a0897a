using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Pools;

/// <summary>
/// MaxPool over squares of 2 by 2 that lie side by side, with the Relu behind it where there is one, and what their gradient needs. Input: x
/// (batch, channels, rows, columns). Outputs: the pooled y, and for each of its elements the place of the chosen one in its square, 0 to 3 row
/// by row, as a byte; 4 more where the Relu is off. Attribute: relu.
/// </summary>
/// <remarks>
/// The first of equal elements is chosen, and never one that is no number while another is above negative infinity; y is no number where one of
/// the four is none.
/// </remarks>
internal sealed unsafe class PlacedMaxPoolKernel : Kernel
{
    /// <summary>Below this many numbers a part's work does not pay for waking a thread.</summary>
    internal const long SmallestPart = 16384;

    /// <summary>Into how many parts the work of each thread is split.</summary>
    internal const int PartsPerThread = 4;

    /// <summary>So many squares are decided on at a time, in two halves.</summary>
    internal const int Together = 8;

    /// <summary>The squares of a half.</summary>
    internal const int Half = Together / 2;

    private readonly bool _relu;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public PlacedMaxPoolKernel() { }

    private PlacedMaxPoolKernel(bool relu) => _relu = relu;

    /// <inheritdoc/>
    public override string Operator => "PlacedMaxPool";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32), new(ElementType.UInt8)];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes) =>
        new PlacedMaxPoolKernel(attributes.FindInt64("relu") == 1);

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer buffer = default;
        KernelTensor input = context.Input(0, ref buffer);
        if (input.Dims.Length != 4)
            throw new ArgumentException(
                $"{Operator} was given an input {TensorShape.Text(input.Dims)}; (batch, channels, rows, columns) was expected. Reshape it."
            );
        (long rows, long columns) = (input.Dims[2], input.Dims[3]);
        ReadOnlySpan<long> pooled = [input.Dims[0], input.Dims[1], rows / 2, columns / 2];
        var work = new Work
        {
            Input = (float*)input.Pointer,
            Output = (float*)context.Output(0, pooled),
            Places = (byte*)context.Output(1, pooled),
            Planes = pooled[0] * pooled[1],
            Rows = rows,
            Columns = columns,
            Relu = _relu,
        };
        work.PartLength = PartLength(work.Planes, rows * columns);
        context.ParallelFor(
            (int)Math.Max(1, (work.Planes + work.PartLength - 1) / work.PartLength),
            &work,
            &ComputePart
        );
    }

    /// <summary>How many planes a part has.</summary>
    internal static long PartLength(long planes, long size) =>
        Math.Max(planes / (RuntimeOptions.Threads * PartsPerThread), Math.Max(1, SmallestPart / Math.Max(1, size)));

    private static void ComputePart(void* state, int part)
    {
        Work work = *(Work*)state;
        long pooledRows = work.Rows / 2;
        long pooled = work.Columns / 2;
        long end = Math.Min(work.Planes, (part + 1) * work.PartLength);
        for (long plane = part * work.PartLength; plane < end; plane++)
        for (long row = 0; row < pooledRows; row++)
        {
            float* upper = work.Input + (plane * work.Rows + 2 * row) * work.Columns;
            long to = (plane * pooledRows + row) * pooled;
            Row(upper, upper + work.Columns, work.Output + to, work.Places + to, pooled, work.Relu);
        }
    }

    private static void Row(float* upper, float* lower, float* output, byte* places, long count, bool relu)
    {
        long i = 0;
        for (; i + Together <= count; i += Together)
            Squares(upper + 2 * i, lower + 2 * i, output + i, places + i, Half, relu);
        if (i == count)
            return;
        // Once more over the last squares, partly done already: the same numbers are written again.
        if (count >= Half)
        {
            i = Math.Max(0, count - Together);
            Squares(upper + 2 * i, lower + 2 * i, output + i, places + i, count - Half - i, relu);
            return;
        }
        // As a vector that is not full.
        int rest = (int)count;
        float* numbers = stackalloc float[5 * Together];
        new Span<float>(numbers, 4 * Together).Clear();
        new ReadOnlySpan<float>(upper, 2 * rest).CopyTo(new(numbers, 2 * rest));
        new ReadOnlySpan<float>(lower, 2 * rest).CopyTo(new(numbers + 2 * Together, 2 * rest));
        byte* chosen = stackalloc byte[Together];
        Squares(numbers, numbers + 2 * Together, numbers + 4 * Together, chosen, Half, relu);
        new ReadOnlySpan<float>(numbers + 4 * Together, rest).CopyTo(new(output, rest));
        new ReadOnlySpan<byte>(chosen, rest).CopyTo(new(places, rest));
    }

    /// <summary>Two halves, of which the second begins so many squares behind the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Squares(float* upper, float* lower, float* output, byte* places, long second, bool relu)
    {
        (Vector256<float> a, Vector256<float> b) = Pairs(upper, upper + 2 * second);
        (Vector256<float> c, Vector256<float> d) = Pairs(lower, lower + 2 * second);
        Vector256<float> known =
            Vector256.Equals(a, a) & Vector256.Equals(b, b) & Vector256.Equals(c, c) & Vector256.Equals(d, d);
        (a, b, c, d) = (Known(a), Known(b), Known(c), Known(d));
        Vector256<float> right = Vector256.GreaterThan(b, a);
        Vector256<float> above = Vector256.ConditionalSelect(right, b, a);
        Vector256<float> lowerRight = Vector256.GreaterThan(d, c);
        Vector256<float> below = Vector256.ConditionalSelect(lowerRight, d, c);
        Vector256<float> isBelow = Vector256.GreaterThan(below, above);
        Vector256<float> greatest = Vector256.ConditionalSelect(isBelow, below, above);
        Vector256<int> one = Vector256<int>.One;
        Vector256<int> place = Vector256.ConditionalSelect(
            isBelow.AsInt32(),
            (lowerRight.AsInt32() & one) | Vector256.Create(2),
            right.AsInt32() & one
        );
        greatest = Vector256.ConditionalSelect(known, greatest, Vector256.Create(float.NaN));
        if (relu)
        {
            place |= Vector256.AndNot(
                Vector256.Create(4),
                Vector256.GreaterThan(greatest, Vector256<float>.Zero).AsInt32()
            );
            greatest = Vector256.AndNot(greatest, Vector256.LessThan(greatest, Vector256<float>.Zero));
        }
        greatest.GetLower().Store(output);
        greatest.GetUpper().Store(output + second);
        Vector128<short> narrow = Vector128.Narrow(place.GetLower(), place.GetUpper());
        ulong bytes = Vector128.Narrow(narrow, narrow).AsUInt64().ToScalar();
        *(uint*)places = (uint)bytes;
        *(uint*)(places + second) = (uint)(bytes >> 32);
    }

    /// <summary>The left and the right elements of pairs that lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Left, Vector256<float> Right) Pairs(float* first, float* second)
    {
        Vector256<int> order = Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7);
        Vector256<float> a = Vector256.Shuffle(Vector256.Load(first), order);
        Vector256<float> b = Vector256.Shuffle(Vector256.Load(second), order);
        return (Vector256.Create(a.GetLower(), b.GetLower()), Vector256.Create(a.GetUpper(), b.GetUpper()));
    }

    /// <summary>NaN never wins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Known(Vector256<float> x) =>
        Vector256.ConditionalSelect(Vector256.Equals(x, x), x, Vector256.Create(float.NegativeInfinity));

    private struct Work
    {
        public float* Input;
        public float* Output;
        public byte* Places;
        public long Planes;
        public long Rows;
        public long Columns;
        public long PartLength;
        public bool Relu;
    }
}

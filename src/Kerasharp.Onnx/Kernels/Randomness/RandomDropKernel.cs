using System.Numerics;
using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Randomness;

/// <summary>
/// Sets a part of the elements to -0 and scales the others, of which none becomes -0, in one pass over memory. Inputs: int64 (seed, step), the
/// value, and optionally something that is only waited for; attributes: the site, the rate, and optionally a seed that stands in the place of
/// the given one. An element stays where its number of <see cref="CounterRandom"/> is at least the rate; with the attribute 'follows', where
/// the third input, what another node left of these elements, is not -0.
/// </summary>
internal sealed unsafe class RandomDropKernel : Kernel
{
    private const long SmallestPart = 8192;

    // So many numbers are drawn at a time; they stay in the nearest cache.
    private const int BlockLength = 16 * CounterRandom.GroupLength;

    private readonly long _site;
    private readonly long? _seed;
    private readonly float _rate;
    private readonly bool _follows;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public RandomDropKernel() { }

    private RandomDropKernel(long site, long? seed, float rate, bool follows) =>
        (_site, _seed, _rate, _follows) = (site, seed, rate, follows);

    /// <inheritdoc/>
    public override string Operator => "RandomDrop";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [new(ElementType.Int64), new(ElementType.Float32), new(ElementType.Undefined, KernelPresence.Optional)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes)
    {
        long site = attributes.Int64("site");
        CounterRandom.CheckSite(site);
        return new RandomDropKernel(
            site,
            attributes.FindInt64("seed"),
            attributes.Float32("rate"),
            attributes.FindInt64("follows") == 1
        );
    }

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer stateDims = default;
        DimsBuffer dims = default;
        ReadOnlySpan<long> state = context.Input(0, ref stateDims).Span<long>();
        if (state.Length != 2)
            throw new ArgumentException(
                $"{Operator} was given {state.Length} numbers as its state; 2 were expected, the seed and the step. Give both."
            );
        KernelTensor input = context.Input(1, ref dims);
        long count = input.Count;
        DimsBuffer patternDims = default;
        KernelTensor pattern = _follows ? context.Input(2, ref patternDims) : default;
        if (_follows && pattern.Count != count)
            throw new ArgumentException(
                $"{Operator} was given {pattern.Count} numbers to follow for {count}; as many were expected. Give what another node left of these."
            );
        var parts = ElementParts.Of(count, SmallestPart, BlockLength);
        var work = new Work
        {
            Source = (float*)input.Pointer,
            Pattern = (float*)pattern.Pointer,
            Target = (float*)context.Output(0, input.Dims),
            Count = count,
            PartLength = parts.Length,
            Seed = _seed ?? state[0],
            Step = state[1],
            Site = _site,
            Rate = _rate,
            Factor = _rate == 1 ? 0 : (float)(1 / (1 - (double)_rate)),
        };
        context.ParallelFor(parts.Count, &work, &DropPart);
    }

    private static void DropPart(void* state, int part)
    {
        var work = (Work*)state;
        float* numbers = stackalloc float[BlockLength];
        long end = Math.Min(work->Count, (part + 1) * work->PartLength);
        for (long from = part * work->PartLength; from < end; from += BlockLength)
        {
            var length = (int)Math.Min(BlockLength, end - from);
            if (work->Pattern != null)
            {
                Follow(work, from, length);
                continue;
            }
            CounterRandom.Fill(new Span<float>(numbers, length), work->Seed, work->Step, work->Site, from);
            Drop(work, numbers, from, length);
        }
    }

    private static void Drop(Work* work, float* numbers, long from, int length)
    {
        float* source = work->Source + from;
        float* target = work->Target + from;
        var rate = new Vector<float>(work->Rate);
        int place = 0;
        for (; place + Vector<float>.Count <= length; place += Vector<float>.Count)
            Vector.Store(
                Left(
                    Vector.Load(source + place),
                    Vector.AsVectorSingle(Vector.GreaterThanOrEqual(Vector.Load(numbers + place), rate)),
                    work->Factor
                ),
                target + place
            );
        for (; place < length; place++)
            target[place] = Left(source[place], numbers[place] >= work->Rate, work->Factor);
    }

    private static void Follow(Work* work, long from, int length)
    {
        float* source = work->Source + from;
        float* target = work->Target + from;
        float* pattern = work->Pattern + from;
        var dropped = Vector.AsVectorInt32(new Vector<float>(-0f));
        int place = 0;
        for (; place + Vector<float>.Count <= length; place += Vector<float>.Count)
            Vector.Store(
                Left(
                    Vector.Load(source + place),
                    Vector.AsVectorSingle(
                        Vector.OnesComplement(
                            Vector.Equals(Vector.AsVectorInt32(Vector.Load(pattern + place)), dropped)
                        )
                    ),
                    work->Factor
                ),
                target + place
            );
        for (; place < length; place++)
            target[place] = Left(
                source[place],
                BitConverter.SingleToInt32Bits(pattern[place]) != int.MinValue,
                work->Factor
            );
    }

    /// <summary>A product, as in the twin: what is no number stays none. Adding 0 makes 0 of -0, and its sign comes back where it is dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Left(Vector<float> x, Vector<float> kept, float factor) =>
        (x * (kept & new Vector<float>(factor)) + Vector<float>.Zero) | Vector.AndNot(new Vector<float>(-0f), kept);

    private static float Left(float x, bool kept, float factor)
    {
        float left = x * (kept ? factor : 0) + 0f;
        return kept ? left : BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(left) | int.MinValue);
    }

    private struct Work
    {
        public float* Source;
        public float* Pattern;
        public float* Target;
        public long Count;
        public long PartLength;
        public long Seed;
        public long Step;
        public long Site;
        public float Rate;
        public float Factor;
    }
}

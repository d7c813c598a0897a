using System.Numerics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Randomness;

/// <summary>
/// Sets a part of the elements to 0 and scales the others, in one pass over memory. Inputs: int64 (seed, step), the value, and optionally
/// something that is only waited for; attributes: the site, the rate, and optionally a seed that stands in the place of the given one.
/// An element stays where its number of <see cref="CounterRandom"/> is at least the rate.
/// </summary>
internal sealed unsafe class RandomDropKernel : Kernel
{
    private const long SmallestPart = 8192;
    private const int PartsPerThread = 4;

    // So many numbers are drawn at a time; they stay in the nearest cache.
    private const int BlockLength = 16 * CounterRandom.GroupLength;

    private readonly long _site;
    private readonly long? _seed;
    private readonly float _rate;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public RandomDropKernel() { }

    private RandomDropKernel(long site, long? seed, float rate) => (_site, _seed, _rate) = (site, seed, rate);

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
        return new RandomDropKernel(site, attributes.FindInt64("seed"), attributes.Float32("rate"));
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
        long length = Math.Max(SmallestPart, count / (RuntimeOptions.Threads * PartsPerThread));
        var work = new Work
        {
            Source = (float*)input.Pointer,
            Target = (float*)context.Output(0, input.Dims),
            Count = count,
            PartLength = (length + BlockLength - 1) / BlockLength * BlockLength,
            Seed = _seed ?? state[0],
            Step = state[1],
            Site = _site,
            Rate = _rate,
            Factor = _rate == 1 ? 0 : (float)(1 / (1 - (double)_rate)),
        };
        context.ParallelFor((int)Math.Max(1, (count + work.PartLength - 1) / work.PartLength), &work, &DropPart);
    }

    private static void DropPart(void* state, int part)
    {
        var work = (Work*)state;
        float* numbers = stackalloc float[BlockLength];
        long end = Math.Min(work->Count, (part + 1) * work->PartLength);
        var rate = new Vector<float>(work->Rate);
        var factor = new Vector<float>(work->Factor);
        for (long from = part * work->PartLength; from < end; from += BlockLength)
        {
            var length = (int)Math.Min(BlockLength, end - from);
            CounterRandom.Fill(new Span<float>(numbers, length), work->Seed, work->Step, work->Site, from);
            float* source = work->Source + from;
            float* target = work->Target + from;
            int place = 0;
            // A product, as in the twin: what is no number stays none.
            for (; place + Vector<float>.Count <= length; place += Vector<float>.Count)
            {
                var kept = Vector.AsVectorSingle(Vector.GreaterThanOrEqual(Vector.Load(numbers + place), rate));
                Vector.Store(Vector.Load(source + place) * (kept & factor), target + place);
            }
            for (; place < length; place++)
                target[place] = source[place] * (numbers[place] >= work->Rate ? work->Factor : 0);
        }
    }

    private struct Work
    {
        public float* Source;
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

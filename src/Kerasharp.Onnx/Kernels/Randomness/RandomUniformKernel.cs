using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Randomness;

/// <summary>
/// Uniform random numbers in [0, 1). Inputs: int64 (seed, step) and the shape, an int64 vector; attributes: the site, and
/// optionally a seed that stands in the place of the given one.
/// Output: the numbers of <see cref="CounterRandom"/>, which a host can compute as well.
/// </summary>
internal sealed unsafe class RandomUniformKernel : Kernel
{
    private const long SmallestPart = 8192;

    private readonly long _site;
    private readonly long? _seed;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public RandomUniformKernel() { }

    private RandomUniformKernel(long site, long? seed) => (_site, _seed) = (site, seed);

    /// <inheritdoc/>
    public override string Operator => "RandomUniform";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Int64), new(ElementType.Int64)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes)
    {
        long site = attributes.Int64("site");
        CounterRandom.CheckSite(site);
        return new RandomUniformKernel(site, attributes.FindInt64("seed"));
    }

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer buffer = default;
        ReadOnlySpan<long> state = context.Input(0, ref buffer).Span<long>();
        if (state.Length != 2)
            throw new ArgumentException(
                $"RandomUniform was given {state.Length} numbers as its state; 2 were expected, the seed and the step. Give both."
            );
        ReadOnlySpan<long> shape = context.Input(1, ref buffer).Span<long>();
        long count = TensorShape.Count(shape);
        var parts = ElementParts.Of(count, SmallestPart, CounterRandom.GroupLength);
        var work = new Work
        {
            Target = (float*)context.Output(0, shape),
            Count = count,
            PartLength = parts.Length,
            Seed = _seed ?? state[0],
            Step = state[1],
            Site = _site,
        };
        context.ParallelFor(parts.Count, &work, &FillPart);
    }

    private static void FillPart(void* state, int part)
    {
        var work = (Work*)state;
        long from = part * work->PartLength;
        var length = (int)Math.Min(work->PartLength, work->Count - from);
        CounterRandom.Fill(new Span<float>(work->Target + from, length), work->Seed, work->Step, work->Site, from);
    }

    private struct Work
    {
        public float* Target;
        public long Count;
        public long PartLength;
        public long Seed;
        public long Step;
        public long Site;
    }
}

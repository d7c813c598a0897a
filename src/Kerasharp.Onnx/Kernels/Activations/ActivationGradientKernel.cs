using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>
/// The gradient of an activation function in one pass over memory. Inputs: the output's gradient, and the activation's output or input, as the
/// rule needs; output: the input's gradient.
/// </summary>
/// <typeparam name="TRule">The rule.</typeparam>
internal sealed unsafe class ActivationGradientKernel<TRule> : Kernel
    where TRule : struct, IActivationRule
{
    // Below this many numbers a part's work does not pay for waking a thread.
    private const long SmallestPart = 16384;

    // Parts begin where a cache line and the widest vector do.
    private const long PartMultiple = 64;

    // A vector of the widest.
    private const int Widest = 16;

    private readonly float[] _parameters;

    /// <summary>The kernel before it knows its node.</summary>
    public ActivationGradientKernel()
        : this(new float[TRule.Parameters.Count]) { }

    private ActivationGradientKernel(float[] parameters) => _parameters = parameters;

    /// <inheritdoc/>
    public override string Operator => TRule.Operator;

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32), new(ElementType.Float32)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes) =>
        TRule.Parameters.Count == 0
            ? this
            : new ActivationGradientKernel<TRule>([.. TRule.Parameters.Select(attributes.Float32)]);

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer gradientDims = default;
        DimsBuffer atDims = default;
        KernelTensor gradient = context.Input(0, ref gradientDims);
        KernelTensor at = context.Input(1, ref atDims);
        if (!gradient.Dims.SequenceEqual(at.Dims))
            throw new ArgumentException(
                $"{Operator} was given a gradient {TensorShape.Text(gradient.Dims)} for an activation {TensorShape.Text(at.Dims)}; equal shapes were expected. Expand the gradient first."
            );
        var parts = ElementParts.Of(at.Count, SmallestPart, PartMultiple);
        var work = new Work
        {
            Gradient = (float*)gradient.Pointer,
            At = (float*)at.Pointer,
            Target = (float*)context.Output(0, at.Dims),
            Count = at.Count,
            PartLength = parts.Length,
        };
        for (int i = 0; i < _parameters.Length; i++)
            work.Parameters[i] = _parameters[i];
        context.ParallelFor(parts.Count, &work, &WideParts<Work>.Compute);
    }

    private struct Work : IWideWork
    {
        public float* Gradient;
        public float* At;
        public float* Target;
        public long Count;
        public long PartLength;
        public UpdateParameters<float> Parameters;

        public readonly void Compute<TLanes>(int part)
            where TLanes : struct, ILanes<TLanes>
        {
            UpdateParameters<TLanes> parameters = default;
            for (int i = 0; i < TRule.Parameters.Count; i++)
                parameters[i] = TLanes.Constant(Parameters[i]);
            float* gradient = Gradient;
            float* at = At;
            float* target = Target;
            long place = part * PartLength;
            long to = Math.Min(Count, place + PartLength);
            for (; place + TLanes.Width <= to; place += TLanes.Width)
                TRule.Pull(TLanes.Load(gradient + place), TLanes.Load(at + place), in parameters).Store(target + place);
            if (place == to)
                return;
            // The rest as a vector that is not full, so that an element's number does not depend on its place.
            int rest = (int)(to - place);
            float* numbers = stackalloc float[2 * Widest];
            new Span<float>(numbers, 2 * Widest).Clear();
            new ReadOnlySpan<float>(gradient + place, rest).CopyTo(new(numbers, rest));
            new ReadOnlySpan<float>(at + place, rest).CopyTo(new(numbers + Widest, rest));
            TRule.Pull(TLanes.Load(numbers), TLanes.Load(numbers + Widest), in parameters).Store(numbers);
            new ReadOnlySpan<float>(numbers, rest).CopyTo(new(target + place, rest));
        }
    }
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// An optimizer's update of one weight in one pass over memory. Inputs: weight, gradient, the slots, the parameters (one
/// float32 vector, with those of <see cref="UpdateClipping"/> behind the rule's or without), then any number of others,
/// which are not read: they make the update wait, so that it can work in place once the weight's last reader is done.
/// Outputs: the new weight, the new slots.
/// </summary>
/// <typeparam name="TRule">The rule.</typeparam>
internal sealed unsafe class UpdateKernel<TRule> : Kernel
    where TRule : struct, IUpdateRule
{
    // Below this many numbers a part's work does not pay for waking a thread.
    private const long SmallestPart = 16384;

    // Parts begin where a cache line and the widest vector do.
    private const long PartMultiple = 16;

    /// <inheritdoc/>
    public override string Operator => TRule.Operator;

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [
        .. Enumerable.Repeat(new KernelPort(ElementType.Float32), 3 + TRule.Slots),
        new KernelPort(ElementType.Undefined, KernelPresence.Variadic),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } =
    [.. Enumerable.Repeat(new KernelPort(ElementType.Float32), 1 + TRule.Slots)];

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer dims = default;
        KernelTensor weight = context.Input(0, ref dims);
        long count = weight.Count;
        float* parameters = ReadParameters(in context, out float* clipping);
        var work = new Work
        {
            Count = count,
            Buffers = new UpdateBuffers
            {
                Weight = (float*)weight.Pointer,
                Gradient = Read(in context, 1, count),
                Slot1 = TRule.Slots > 0 ? Read(in context, 2, count) : null,
                Slot2 = TRule.Slots > 1 ? Read(in context, 3, count) : null,
                Slot3 = TRule.Slots > 2 ? Read(in context, 4, count) : null,
                Parameters = parameters,
                Clipping = clipping,
                NewWeight = (float*)context.Output(0, weight.Dims),
                NewSlot1 = TRule.Slots > 0 ? (float*)context.Output(1, weight.Dims) : null,
                NewSlot2 = TRule.Slots > 1 ? (float*)context.Output(2, weight.Dims) : null,
                NewSlot3 = TRule.Slots > 2 ? (float*)context.Output(3, weight.Dims) : null,
            },
        };
        var parts = ElementParts.Of(count, SmallestPart, PartMultiple);
        work.PartLength = parts.Length;
        context.ParallelFor(parts.Count, &work, &WideParts<Work>.Compute);
    }

    /// <summary>Updates the numbers from one place to another, with vectors of a given width and singly behind them.</summary>
    internal static void Update<TLanes>(in UpdateBuffers buffers, long from, long to)
        where TLanes : struct, ILanes<TLanes>
    {
        long rest = Sweep<TLanes>(in buffers, from, to);
        Sweep<SingleLane>(in buffers, rest, to);
    }

    private static long Sweep<TLanes>(in UpdateBuffers buffers, long from, long to)
        where TLanes : struct, ILanes<TLanes>
    {
        UpdateBuffers at = buffers;
        UpdateParameters<TLanes> parameters = default;
        for (int i = 0; i < TRule.Parameters.Count; i++)
            parameters[i] = TLanes.Constant(at.Parameters[i]);
        bool clips = at.Clipping != null;
        TLanes scale = TLanes.Constant(clips ? at.Clipping[0] : 1);
        TLanes least = TLanes.Constant(clips ? at.Clipping[1] : 0);
        TLanes most = TLanes.Constant(clips ? at.Clipping[2] : 0);
        long place = from;
        for (; place + TLanes.Width <= to; place += TLanes.Width)
        {
            UpdateSlots<TLanes> slots = default;
            if (TRule.Slots > 0)
                slots.First = TLanes.Load(at.Slot1 + place);
            if (TRule.Slots > 1)
                slots.Second = TLanes.Load(at.Slot2 + place);
            if (TRule.Slots > 2)
                slots.Third = TLanes.Load(at.Slot3 + place);
            TLanes gradient = TLanes.Load(at.Gradient + place);
            if (clips)
                gradient = UpdateClipping.Clip(gradient, scale, least, most);
            TLanes weight = TRule.Update(TLanes.Load(at.Weight + place), gradient, ref slots, in parameters);
            weight.Store(at.NewWeight + place);
            if (TRule.Slots > 0)
                slots.First.Store(at.NewSlot1 + place);
            if (TRule.Slots > 1)
                slots.Second.Store(at.NewSlot2 + place);
            if (TRule.Slots > 2)
                slots.Third.Store(at.NewSlot3 + place);
        }
        return place;
    }

    private static float* Read(in KernelContext context, int index, long count)
    {
        DimsBuffer buffer = default;
        KernelTensor tensor = context.Input(index, ref buffer);
        return tensor.Count == count ? (float*)tensor.Pointer : throw Misfit(tensor, index, count);
    }

    private static float* ReadParameters(in KernelContext context, out float* clipping)
    {
        DimsBuffer buffer = default;
        KernelTensor tensor = context.Input(2 + TRule.Slots, ref buffer);
        int count = TRule.Parameters.Count;
        var parameters = (float*)tensor.Pointer;
        clipping = tensor.Count == count ? null : parameters + count;
        return tensor.Count == count || tensor.Count == count + UpdateClipping.Parameters
            ? parameters
            : throw Misfit(tensor, 2 + TRule.Slots, count);
    }

    private static ArgumentException Misfit(KernelTensor tensor, int index, long count) =>
        new(
            $"{TRule.Operator} was given {tensor.Count} numbers {TensorShape.Text(tensor.Dims)} as input {index}; {count} were expected. Give tensors of the weight's shape, and parameters {string.Join(", ", TRule.Parameters)}."
        );

    private struct Work : IWideWork
    {
        public UpdateBuffers Buffers;
        public long Count;
        public long PartLength;

        public readonly void Compute<TLanes>(int part)
            where TLanes : struct, ILanes<TLanes>
        {
            long from = part * PartLength;
            Update<TLanes>(in Buffers, from, Math.Min(Count, from + PartLength));
        }
    }
}

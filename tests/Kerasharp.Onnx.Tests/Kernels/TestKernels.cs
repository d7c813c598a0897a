using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels;

namespace Kerasharp.Onnx.Tests.Kernels;

/// <summary>Kernels that only tests have, in a domain of their own.</summary>
internal static class TestKernels
{
    public static KernelDomain Domain { get; } = new("kerasharp.tests", new AffineKernel(), new FailingKernel());
}

/// <summary>y = factor x + offset, in parts; also gives the number of its inputs and its text.</summary>
internal sealed unsafe class AffineKernel : Kernel
{
    public override string Operator => "Affine";

    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [
        new(ElementType.Float32),
        new(ElementType.Float32, KernelPresence.Optional),
        new(ElementType.Undefined, KernelPresence.Variadic),
    ];

    public override IReadOnlyList<KernelPort> Outputs { get; } =
    [new(ElementType.Float32), new(ElementType.Int64, KernelPresence.Optional)];

    public float Factor { get; private init; }

    public long Parts { get; private init; }

    public string Text { get; private init; } = "";

    public override Kernel ForNode(KernelAttributes attributes) =>
        new AffineKernel
        {
            Factor = attributes.Float32("factor"),
            Parts = attributes.Int64("parts"),
            Text = attributes.Text("text"),
        };

    public override void Compute(in KernelContext context)
    {
        DimsBuffer dims = default;
        DimsBuffer offsetDims = default;
        KernelTensor x = context.Input(0, ref dims);
        KernelTensor offset = context.Input(1, ref offsetDims);
        var state = new State
        {
            X = (float*)x.Pointer,
            Y = (float*)context.Output(0, x.Dims),
            Count = x.Count,
            Parts = (int)Parts,
            Factor = Factor,
            Offset = offset.IsPresent ? offset.Span<float>()[0] : 0,
        };
        context.ParallelFor(state.Parts, &state, &Part);
        long* facts = (long*)context.Output(1, [2]);
        if (facts == null)
            return;
        facts[0] = context.InputCount;
        facts[1] = Text.Length;
    }

    private static void Part(void* untyped, int part)
    {
        var state = (State*)untyped;
        for (long i = part * state->Count / state->Parts; i < (part + 1) * state->Count / state->Parts; i++)
            state->Y[i] = state->Factor * state->X[i] + state->Offset;
    }

    private struct State
    {
        public float* X;
        public float* Y;
        public long Count;
        public int Parts;
        public float Factor;
        public float Offset;
    }
}

/// <summary>Throws where its attribute says: when it is made, when it computes, or in one of its parts.</summary>
internal sealed unsafe class FailingKernel : Kernel
{
    private string _where = "";

    public override string Operator => "Failing";

    public override IReadOnlyList<KernelPort> Inputs { get; } = [new(ElementType.Float32)];

    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    public override Kernel ForNode(KernelAttributes attributes)
    {
        string where = attributes.Text("where");
        return where == "creation" ? throw new BrokenException(where) : new FailingKernel { _where = where };
    }

    public override void Compute(in KernelContext context)
    {
        if (_where == "computation")
            throw new BrokenException(_where);
        int ended = 0;
        try
        {
            context.ParallelFor(64, &ended, &Part);
        }
        catch (BrokenException) when (ended != 63)
        {
            throw new InvalidOperationException($"{ended} other parts had ended.");
        }
    }

    private static void Part(void* state, int part)
    {
        if (part == 17)
            throw new BrokenException("part");
        Interlocked.Increment(ref *(int*)state);
    }
}

internal sealed class BrokenException(string where) : Exception($"Broken in the {where}: Größe [fault 1].");

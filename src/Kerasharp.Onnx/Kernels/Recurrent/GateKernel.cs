using System.Runtime.Intrinsics;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>
/// The gates of a recurrent cell in one pass over memory. Inputs and outputs are matrices of as many rows as examples; their columns are
/// those of the units, once for each gate.
/// </summary>
/// <typeparam name="TRule">The rule.</typeparam>
internal sealed unsafe class GateKernel<TRule> : Kernel
    where TRule : struct, IGateRule
{
    // Below this many units a part's work does not pay for waking a thread.
    private const long SmallestPart = 2048;

    // The highest number of values that a unit reads or gives.
    private const int Limit = 8;

    private static readonly int s_read = TRule.Inputs.Sum();
    private static readonly int s_given = TRule.Outputs.Sum();

    /// <inheritdoc/>
    public override string Operator => TRule.Operator;

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [.. TRule.Inputs.Select(_ => new KernelPort(ElementType.Float32))];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } =
    [
        .. TRule.Outputs.Select(
            (_, i) => new KernelPort(ElementType.Float32, i == 0 ? KernelPresence.Required : KernelPresence.Optional)
        ),
    ];

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        var work = default(Work);
        DimsBuffer buffer = default;
        KernelTensor first = context.Input(0, ref buffer);
        long columns = first.Dims.Length == 0 ? 0 : first.Dims[^1];
        long units = columns / TRule.Inputs[0];
        work.Units = units;
        work.Rows = columns == 0 ? 0 : first.Count / columns;
        Span<long> dims = stackalloc long[first.Dims.Length];
        first.Dims.CopyTo(dims);
        for (int port = 0, slot = 0; port < TRule.Inputs.Count; port++)
        {
            long width = units * TRule.Inputs[port];
            float* place = Read(in context, port, work.Rows, width);
            for (int gate = 0; gate < TRule.Inputs[port]; gate++, slot++)
                (work.Read[slot], work.ReadStrides[slot]) = ((nint)(place + gate * units), width);
        }
        for (int port = 0, slot = 0; port < TRule.Outputs.Count; port++)
        {
            long width = units * TRule.Outputs[port];
            dims[^1] = width;
            float* place = (float*)context.Output(port, dims);
            for (int gate = 0; gate < TRule.Outputs[port]; gate++, slot++)
                (work.Given[slot], work.GivenStrides[slot]) = (place == null ? 0 : (nint)(place + gate * units), width);
        }
        long parts = Math.Clamp(work.Rows * units / SmallestPart, 1, RuntimeOptions.Threads);
        work.PartRows = (work.Rows + parts - 1) / parts;
        if (work.Rows > 0)
            context.ParallelFor((int)((work.Rows + work.PartRows - 1) / work.PartRows), &work, &ComputePart);
    }

    private static float* Read(in KernelContext context, int port, long rows, long width)
    {
        DimsBuffer buffer = default;
        KernelTensor tensor = context.Input(port, ref buffer);
        return tensor.Count == rows * width && (tensor.Dims.Length == 0 || tensor.Dims[^1] == width)
            ? (float*)tensor.Pointer
            : throw new ArgumentException(
                $"{TRule.Operator} was given {TensorShape.Text(tensor.Dims)} as input {port}; {rows} rows of {width} were expected. Give every input the same rows, {string.Join(", ", TRule.Inputs)} times as wide as the units."
            );
    }

    private static void ComputePart(void* state, int part)
    {
        var work = (Work*)state;
        long from = part * work->PartRows;
        long to = Math.Min(work->Rows, from + work->PartRows);
        float** read = stackalloc float*[Limit];
        float** given = stackalloc float*[Limit];
        for (long row = from; row < to; row++)
        {
            for (int i = 0; i < s_read; i++)
                read[i] = (float*)work->Read[i] + row * work->ReadStrides[i];
            for (int i = 0; i < s_given; i++)
                given[i] = work->Given[i] == 0 ? null : (float*)work->Given[i] + row * work->GivenStrides[i];
            if (Vector512.IsHardwareAccelerated)
                GateRow.Compute<TRule, Lanes512>(read, given, work->Units);
            else if (Vector256.IsHardwareAccelerated)
                GateRow.Compute<TRule, Lanes256>(read, given, work->Units);
            else
                GateRow.Compute<TRule, Lanes128>(read, given, work->Units);
        }
    }

    private struct Work
    {
        public fixed long Read[Limit];
        public fixed long ReadStrides[Limit];
        public fixed long Given[Limit];
        public fixed long GivenStrides[Limit];
        public long Rows;
        public long Units;
        public long PartRows;
    }
}

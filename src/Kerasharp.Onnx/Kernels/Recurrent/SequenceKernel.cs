using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Products;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>
/// All steps of an LSTM or GRU. Inputs: the input's share of the gates (time, batch, gates units), the recurrent matrix (units, gates units), the
/// first state (batch, units), and the first cell, or for a GRU the state's bias (gates units) or none. Outputs: the last state; the states
/// after each step (time, batch, units) and before it; the open gates (time, batch, 4 units); for an LSTM also the last cell, the cells before
/// each step, and tanh of those after it. The attribute backwards says that steps go from the last element to the first.
/// </summary>
/// <remarks>
/// The matrix is laid out once for all steps. A thread takes its examples through all of them and waits for no other; an example's numbers are
/// the same whichever thread has it.
/// </remarks>
/// <typeparam name="TCell">The cell.</typeparam>
internal sealed unsafe class SequenceKernel<TCell> : Kernel
    where TCell : struct, ISequenceCell
{
    private readonly bool _backwards;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public SequenceKernel() { }

    private SequenceKernel(bool backwards) => _backwards = backwards;

    /// <inheritdoc/>
    public override string Operator => TCell.Operator;

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [
        new(ElementType.Float32),
        new(ElementType.Float32),
        new(ElementType.Float32),
        new(ElementType.Float32, TCell.HasCell ? KernelPresence.Required : KernelPresence.Optional),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } =
    [
        new(ElementType.Float32),
        .. Enumerable.Repeat(new KernelPort(ElementType.Float32, KernelPresence.Optional), TCell.HasCell ? 6 : 3),
    ];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes) =>
        new SequenceKernel<TCell>(attributes.FindInt64("backwards") is 1);

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer shareDims = default;
        DimsBuffer matrixDims = default;
        DimsBuffer stateDims = default;
        DimsBuffer lastDims = default;
        KernelTensor share = context.Input(0, ref shareDims);
        KernelTensor matrix = context.Input(1, ref matrixDims);
        KernelTensor state = context.Input(2, ref stateDims);
        KernelTensor last = context.InputCount > 3 ? context.Input(3, ref lastDims) : default;
        long units = matrix.Dims.Length == 2 ? matrix.Dims[0] : 0;
        long columns = TCell.Gates * units;
        bool fits =
            share.Dims.Length == 3
            && matrix.Dims.Length == 2
            && matrix.Dims[1] == columns
            && share.Dims[2] == columns
            && state.Count == share.Dims[1] * units
            && (!last.IsPresent || last.Count == (TCell.HasCell ? state.Count : columns));
        if (!fits)
            throw new ArgumentException(
                $"{Operator} was given {TensorShape.Text(share.Dims)}, a matrix {TensorShape.Text(matrix.Dims)}, a state {TensorShape.Text(state.Dims)} and {TensorShape.Text(last.Dims)}; (time, batch, {TCell.Gates} units), (units, {TCell.Gates} units), (batch, units) and {(TCell.HasCell ? "a cell like it" : "a bias")} were expected. Give tensors of these shapes."
            );
        var sizes = new SequenceSizes(share.Dims[0], share.Dims[1], units, _backwards);
        ReadOnlySpan<long> one = [sizes.Batch, units];
        ReadOnlySpan<long> all = [sizes.Time, sizes.Batch, units];
        ReadOnlySpan<long> open = [sizes.Time, sizes.Batch, 4 * units];
        var work = new Work
        {
            Sizes = sizes,
            Share = (float*)share.Pointer,
            State = (float*)state.Pointer,
            Beside = (float*)last.Pointer,
            LastState = (float*)context.Output(0, one),
            States = (float*)context.Output(1, all),
            StatesBefore = (float*)context.Output(2, all),
            Gates = (float*)context.Output(3, open),
            LastCell = TCell.HasCell ? (float*)context.Output(4, one) : null,
            CellsBefore = TCell.HasCell ? (float*)context.Output(5, all) : null,
            Shown = TCell.HasCell ? (float*)context.Output(6, all) : null,
            Matrix = new PackedMatrix((float*)matrix.Pointer, units, columns, transposed: false),
        };
        try
        {
            work.Matrix.Pack(in context);
            if (sizes.Parts > 0)
                context.ParallelFor(sizes.Parts, &work, &WideParts<Work>.Compute);
        }
        finally
        {
            work.Matrix.Free();
        }
    }

    private struct Work : IWideWork
    {
        public SequenceSizes Sizes;
        public float* Share;
        public float* State;

        /// <summary>The first cell, or a GRU's bias.</summary>
        public float* Beside;

        public float* LastState;
        public float* States;
        public float* StatesBefore;
        public float* Gates;
        public float* LastCell;
        public float* CellsBefore;
        public float* Shown;
        public PackedMatrix Matrix;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Compute<TLanes>(int part)
            where TLanes : struct, ILanes<TLanes>
        {
            (long from, long to) = Sizes.Rows(part);
            (long rows, long units) = (to - from, Sizes.Units);
            long columns = TCell.Gates * units;
            long width = Matrix.Width;
            var scratch = (float*)NativeMemory.AlignedAlloc((nuint)(rows * (width + 4 * units) * sizeof(float)), 64);
            try
            {
                float* sums = scratch;
                // What fills up the last panel stays 0.
                NativeMemory.Clear(sums, (nuint)(rows * width * sizeof(float)));
                float* states = sums + rows * width;
                float* cells = states + 2 * rows * units;
                Copy(State + from * units, Place(StatesBefore, LastState, states, 0, from, rows), rows * units);
                if (TCell.HasCell)
                    Copy(Beside + from * units, Place(CellsBefore, LastCell, cells, 0, from, rows), rows * units);
                for (long step = 0; step < Sizes.Time; step++)
                {
                    long first = Sizes.Element(step) * Sizes.Batch + from;
                    float* h = Place(StatesBefore, LastState, states, step, from, rows);
                    float* next = Place(StatesBefore, LastState, states, step + 1, from, rows);
                    float* c = TCell.HasCell ? Place(CellsBefore, LastCell, cells, step, from, rows) : null;
                    float* nextCell = TCell.HasCell ? Place(CellsBefore, LastCell, cells, step + 1, from, rows) : null;
                    for (long row = 0; row < rows; row++)
                        if (TCell.HasCell)
                            Copy(Share + (first + row) * columns, sums + row * width, columns);
                        else if (Beside != null)
                            Copy(Beside, sums + row * width, columns);
                        else
                            new Span<float>(sums + row * width, (int)columns).Clear();
                    Matrix.AddProduct<TLanes>(h, units, rows, sums, width);
                    for (long row = 0; row < rows; row++)
                        Open<TLanes>(
                            sums + row * width,
                            first + row,
                            h + row * units,
                            next + row * units,
                            c + row * units,
                            nextCell + row * units
                        );
                    if (States != null)
                        Copy(next, States + first * units, rows * units);
                }
            }
            finally
            {
                NativeMemory.AlignedFree(scratch);
            }
        }

        private readonly void Open<TLanes>(float* sums, long row, float* h, float* next, float* c, float* nextCell)
            where TLanes : struct, ILanes<TLanes>
        {
            float** read = stackalloc float*[7];
            float** given = stackalloc float*[7];
            long units = Sizes.Units;
            float* gates = Gates == null ? null : Gates + row * 4 * units;
            if (TCell.HasCell)
            {
                for (int gate = 0; gate < 4; gate++)
                {
                    read[gate] = sums + gate * units;
                    given[2 + gate] = gates == null ? null : gates + gate * units;
                }
                read[4] = c;
                given[1] = nextCell;
                given[6] = Shown == null ? null : Shown + row * units;
            }
            else
            {
                float* share = Share + row * TCell.Gates * units;
                for (int gate = 0; gate < 3; gate++)
                {
                    read[gate] = share + gate * units;
                    read[3 + gate] = sums + gate * units;
                }
                for (int gate = 0; gate < 4; gate++)
                    given[1 + gate] = gates == null ? null : gates + gate * units;
                read[6] = h;
            }
            given[0] = next;
            TCell.Open<TLanes>(read, given, units);
        }

        /// <summary>Where what is carried lies before a step: in its stack, or behind the last step by itself.</summary>
        private readonly float* Place(float* before, float* last, float* scratch, long step, long from, long rows)
        {
            long units = Sizes.Units;
            if (step == Sizes.Time && last != null)
                return last + from * units;
            if (step < Sizes.Time && before != null)
                return before + (Sizes.Element(step) * Sizes.Batch + from) * units;
            return scratch + step % 2 * rows * units;
        }

        private static void Copy(float* source, float* target, long count) =>
            new ReadOnlySpan<float>(source, checked((int)count)).CopyTo(new Span<float>(target, (int)count));
    }
}

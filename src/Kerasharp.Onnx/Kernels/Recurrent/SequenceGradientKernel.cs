using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Products;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>
/// The gradient of <see cref="SequenceKernel{TCell}"/>, step by step the other way. Inputs: the recurrent matrix, the open gates, what was before
/// each step (an LSTM's cells, a GRU's states), an LSTM's tanh of the cells; then the gradients of the states after each step, of the last
/// state, and of an LSTM's last cell, each of which may be absent. Outputs: the gradients of the input's share and of the first state, then an
/// LSTM's of the first cell, or a GRU's of the state's share (time, batch, 3 units).
/// </summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal sealed unsafe class SequenceGradientKernel<TCell> : Kernel
    where TCell : struct, ISequenceCell
{
    private readonly bool _backwards;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public SequenceGradientKernel() { }

    private SequenceGradientKernel(bool backwards) => _backwards = backwards;

    /// <inheritdoc/>
    public override string Operator => TCell.Operator + "Gradient";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [
        .. Enumerable.Repeat(new KernelPort(ElementType.Float32), TCell.HasCell ? 4 : 3),
        .. Enumerable.Repeat(new KernelPort(ElementType.Float32, KernelPresence.Optional), TCell.HasCell ? 3 : 2),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } =
    [
        new(ElementType.Float32),
        new(ElementType.Float32, KernelPresence.Optional),
        new(ElementType.Float32, KernelPresence.Optional),
    ];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes) =>
        new SequenceGradientKernel<TCell>(attributes.FindInt64("backwards") is 1);

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer matrixDims = default;
        DimsBuffer gatesDims = default;
        KernelTensor matrix = context.Input(0, ref matrixDims);
        KernelTensor gates = context.Input(1, ref gatesDims);
        long units = matrix.Dims.Length == 2 ? matrix.Dims[0] : 0;
        long columns = TCell.Gates * units;
        if (matrix.Count != units * columns || gates.Dims.Length != 3 || gates.Dims[2] != 4 * units)
            throw new ArgumentException(
                $"{Operator} was given a matrix {TensorShape.Text(matrix.Dims)} and gates {TensorShape.Text(gates.Dims)}; (units, {TCell.Gates} units) and (time, batch, 4 units) were expected. Give what {TCell.Operator} took and gave."
            );
        var sizes = new SequenceSizes(gates.Dims[0], gates.Dims[1], units, _backwards);
        (long one, long all) = (sizes.Batch * units, sizes.Time * sizes.Batch * units);
        int given = TCell.HasCell ? 4 : 3;
        var work = new Work
        {
            Sizes = sizes,
            Gates = (float*)gates.Pointer,
            Before = Read(in context, 2, all),
            Shown = TCell.HasCell ? Read(in context, 3, all) : null,
            States = Read(in context, given, all),
            LastState = Read(in context, given + 1, one),
            LastCell = TCell.HasCell ? Read(in context, given + 2, one) : null,
            Share = (float*)context.Output(0, [sizes.Time, sizes.Batch, columns]),
            FirstState = (float*)context.Output(1, [sizes.Batch, units]),
            FirstCell = TCell.HasCell ? (float*)context.Output(2, [sizes.Batch, units]) : null,
            StateShare = TCell.HasCell ? null : (float*)context.Output(2, [sizes.Time, sizes.Batch, columns]),
            Matrix = new PackedMatrix((float*)matrix.Pointer, columns, units, transposed: true),
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

    private float* Read(in KernelContext context, int index, long count)
    {
        DimsBuffer buffer = default;
        KernelTensor tensor = index < context.InputCount ? context.Input(index, ref buffer) : default;
        return !tensor.IsPresent || tensor.Count == count
            ? (float*)tensor.Pointer
            : throw new ArgumentException(
                $"{Operator} was given {TensorShape.Text(tensor.Dims)} as input {index}; {count} numbers were expected. Give what {TCell.Operator} took and gave, and gradients of the same shapes."
            );
    }

    private struct Work : IWideWork
    {
        public SequenceSizes Sizes;
        public float* Gates;

        /// <summary>What was carried before each step: an LSTM's cells, a GRU's states.</summary>
        public float* Before;

        public float* Shown;

        /// <summary>The gradients that came: of the states after each step, of the last state and of the last cell.</summary>
        public float* States,
            LastState,
            LastCell;

        /// <summary>The gradients that are given.</summary>
        public float* Share,
            StateShare,
            FirstState,
            FirstCell;

        public PackedMatrix Matrix;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Compute<TLanes>(int part)
            where TLanes : struct, ILanes<TLanes>
        {
            (long from, long to) = Sizes.Rows(part);
            (long rows, long units) = (to - from, Sizes.Units);
            long columns = TCell.Gates * units;
            long width = Matrix.Width;
            // A GRU's share of the state is needed for the product, even if nobody reads it otherwise.
            long spare = TCell.HasCell || StateShare != null ? 0 : columns;
            var scratch = (float*)
                NativeMemory.AlignedAlloc((nuint)(rows * (width + 2 * units + spare) * sizeof(float)), 64);
            try
            {
                float* dh = scratch;
                float* one = dh + rows * width;
                float* other = one + rows * units;
                float* ownShare = other + rows * units;
                new Span<float>(scratch, checked((int)(rows * (width + 2 * units)))).Clear();
                if (LastCell != null)
                    Copy(LastCell + from * units, one, rows * units);
                Add(dh, width, rows, LastState == null ? null : LastState + from * units, Sizes.Time - 1, from);
                for (long step = Sizes.Time - 1; step >= 0; step--)
                {
                    long first = Sizes.Element(step) * Sizes.Batch + from;
                    float* share = Share + first * columns;
                    float* product =
                        TCell.HasCell ? share
                        : StateShare != null ? StateShare + first * columns
                        : ownShare;
                    for (long row = 0; row < rows; row++)
                        Pull<TLanes>(
                            dh + row * width,
                            first + row,
                            share + row * columns,
                            product + row * columns,
                            one + row * units,
                            other + row * units
                        );
                    if (step > 0 || FirstState != null)
                    {
                        // The product first: added to what is larger, its summands would lose their last bits one by one.
                        new Span<float>(dh, checked((int)(rows * width))).Clear();
                        Matrix.AddProduct<TLanes>(product, columns, rows, dh, width);
                        Add(dh, width, rows, TCell.HasCell ? null : other, step - 1, from);
                    }
                    if (!TCell.HasCell)
                        continue;
                    float* cell = one;
                    one = other;
                    other = cell;
                }
                for (long row = 0; row < rows && FirstState != null; row++)
                    Copy(dh + row * width, FirstState + (from + row) * units, units);
                if (FirstCell != null)
                    Copy(one, FirstCell + from * units, rows * units);
            }
            finally
            {
                NativeMemory.AlignedFree(scratch);
            }
        }

        /// <summary>Adds to the gradient of the state after a step what it has already, and what came for that state alone.</summary>
        private readonly void Add(float* dh, long width, long rows, float* already, long step, long from)
        {
            int units = (int)Sizes.Units;
            for (long row = 0; row < rows; row++)
            {
                var sums = new Span<float>(dh + row * width, units);
                if (already != null)
                    TensorPrimitives.Add(sums, new ReadOnlySpan<float>(already + row * units, units), sums);
                if (States == null || step < 0)
                    continue;
                float* came = States + (Sizes.Element(step) * Sizes.Batch + from + row) * units;
                TensorPrimitives.Add(sums, new ReadOnlySpan<float>(came, units), sums);
            }
        }

        private readonly void Pull<TLanes>(float* dh, long row, float* share, float* product, float* one, float* other)
            where TLanes : struct, ILanes<TLanes>
        {
            float** read = stackalloc float*[8];
            float** given = stackalloc float*[7];
            long units = Sizes.Units;
            float* gates = Gates + row * 4 * units;
            int slot = 0;
            read[slot++] = dh;
            if (TCell.HasCell)
                read[slot++] = one;
            for (int gate = 0; gate < 4; gate++)
                read[slot++] = gates + gate * units;
            read[slot++] = Before + row * units;
            if (TCell.HasCell)
                read[slot] = Shown + row * units;
            slot = 0;
            for (int gate = 0; gate < TCell.Gates; gate++)
                given[slot++] = share + gate * units;
            for (int gate = 0; gate < TCell.Gates && !TCell.HasCell; gate++)
                given[slot++] = product + gate * units;
            // An LSTM's cell, or what of a GRU's state goes past the product.
            given[slot] = other;
            TCell.Pull<TLanes>(read, given, units);
        }

        private static void Copy(float* source, float* target, long count) =>
            new ReadOnlySpan<float>(source, checked((int)count)).CopyTo(new Span<float>(target, (int)count));
    }
}

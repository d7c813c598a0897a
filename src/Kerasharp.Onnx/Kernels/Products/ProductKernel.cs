using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Convolutions;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Products;

/// <summary>
/// A product of matrices with a bias and a Relu behind it. Inputs: a, b, and a number for each column or none; output: the product. The
/// attributes transA and transB take a and b transposed, relu cuts off what is below 0.
/// </summary>
/// <remarks>
/// Each part lays out a panel of b and takes the rows of a past it. What a number is summed up of, and in which order, does not depend on the
/// number of threads.
/// </remarks>
internal sealed unsafe class ProductKernel : Kernel
{
    // So many summands are added up while a part of a panel stays in the nearest memory.
    private const long Block = 256;

    // With fewer rows laying out a panel again would not pay.
    private const long FewestRows = 128;

    private readonly bool _transA;
    private readonly bool _transB;
    private readonly bool _relu;

    /// <summary>The kernel as sessions know it, for no node yet.</summary>
    public ProductKernel() { }

    private ProductKernel(KernelAttributes attributes) =>
        (_transA, _transB, _relu) = (
            attributes.FindInt64("transA") is 1,
            attributes.FindInt64("transB") is 1,
            attributes.FindInt64("relu") is 1
        );

    /// <inheritdoc/>
    public override string Operator => "Product";

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Inputs { get; } =
    [new(ElementType.Float32), new(ElementType.Float32), new(ElementType.Float32, KernelPresence.Optional)];

    /// <inheritdoc/>
    public override IReadOnlyList<KernelPort> Outputs { get; } = [new(ElementType.Float32)];

    /// <inheritdoc/>
    public override Kernel ForNode(KernelAttributes attributes) => new ProductKernel(attributes);

    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer aDims = default;
        DimsBuffer bDims = default;
        DimsBuffer biasDims = default;
        KernelTensor a = context.Input(0, ref aDims);
        KernelTensor b = context.Input(1, ref bDims);
        KernelTensor bias = context.InputCount > 2 ? context.Input(2, ref biasDims) : default;
        bool fits = a.Dims.Length == 2 && b.Dims.Length == 2 && a.Dims[_transA ? 0 : 1] == b.Dims[_transB ? 1 : 0];
        long columns = fits ? b.Dims[_transB ? 0 : 1] : 0;
        if (!fits || (bias.IsPresent && bias.Count != columns))
            throw new ArgumentException(
                $"{Operator} was given {TensorShape.Text(a.Dims)}, {TensorShape.Text(b.Dims)} and a bias {TensorShape.Text(bias.Dims)}; two matrices of equal inner dimensions and a number for each column were expected. Give such."
            );
        long rows = a.Dims[_transA ? 1 : 0];
        long inner = a.Dims[_transA ? 0 : 1];
        var work = new Work
        {
            A = (float*)a.Pointer,
            RowStep = _transA ? 1 : inner,
            InnerStep = _transA ? rows : 1,
            B = (float*)b.Pointer,
            TransB = _transB,
            Bias = (float*)bias.Pointer,
            Relu = _relu,
            Target = (float*)context.Output(0, [rows, columns]),
            Rows = rows,
            Columns = columns,
            Inner = inner,
        };
        if (rows == 0 || columns == 0)
            return;
        int width = 2 * DirectConvolution.Lanes;
        long panels = (columns + width - 1) / width;
        // Few panels on many threads: then each takes some of the rows.
        work.Chunks = Math.Clamp(2 * RuntimeOptions.Threads / panels, 1, Math.Max(1, rows / FewestRows));
        context.ParallelFor(checked((int)(panels * work.Chunks)), &work, &WideParts<Work>.Compute);
    }

    private struct Work : IWideWork
    {
        public float* A;
        public long RowStep;
        public long InnerStep;
        public float* B;
        public bool TransB;
        public float* Bias;
        public bool Relu;
        public float* Target;
        public long Rows;
        public long Columns;
        public long Inner;
        public long Chunks;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Compute<TLanes>(int part)
            where TLanes : struct, ILanes<TLanes>
        {
            int width = ProductTile<TLanes>.Columns;
            (long panelIndex, long chunk) = Math.DivRem(part, Chunks);
            long column = panelIndex * width;
            var there = (int)Math.Min(width, Columns - column);
            long tiles = (Rows + ProductTile<TLanes>.Rows - 1) / ProductTile<TLanes>.Rows;
            long from = chunk * tiles / Chunks * ProductTile<TLanes>.Rows;
            long rows = Math.Min(Rows, (chunk + 1) * tiles / Chunks * ProductTile<TLanes>.Rows) - from;
            // The last panel may reach beyond the target's columns: then its sums are gathered apart.
            long apart = there < width ? rows : 0;
            var panel = (float*)NativeMemory.AlignedAlloc((nuint)((Inner + apart + 1) * width * sizeof(float)), 64);
            try
            {
                float* bias = panel + Inner * width;
                float* target = apart > 0 ? bias + width : Target + from * Columns + column;
                long stride = apart > 0 ? width : Columns;
                Panel.Pack<TLanes>(B, Inner, Columns, TransB, column, panel);
                new Span<float>(bias, width).Clear();
                if (Bias != null)
                    new ReadOnlySpan<float>(Bias + column, there).CopyTo(new Span<float>(bias, there));
                float* a = A + from * RowStep;
                // Without summands the biases are left.
                long first = 0;
                do
                {
                    long count = Math.Min(Block, Inner - first);
                    for (long row = 0; row < rows; row += ProductTile<TLanes>.Rows)
                        ProductTile<TLanes>.Run(
                            a + row * RowStep + first * InnerStep,
                            RowStep,
                            InnerStep,
                            panel + first * width,
                            count,
                            first == 0 ? bias : target + row * stride,
                            first == 0 ? 0 : stride,
                            target + row * stride,
                            stride,
                            rows - row
                        );
                    first += Block;
                } while (first < Inner);
                for (long row = 0; row < rows && Relu; row++)
                    Cut<TLanes>(target + row * stride);
                for (long row = 0; row < apart; row++)
                    new ReadOnlySpan<float>(target + row * width, there).CopyTo(
                        new Span<float>(Target + (from + row) * Columns + column, there)
                    );
            }
            finally
            {
                NativeMemory.AlignedFree(panel);
            }
        }

        private static void Cut<TLanes>(float* target)
            where TLanes : struct, ILanes<TLanes>
        {
            TLanes zero = TLanes.Constant(0);
            TLanes.Max(TLanes.Load(target), zero).Store(target);
            TLanes.Max(TLanes.Load(target + TLanes.Width), zero).Store(target + TLanes.Width);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Kernels.Convolutions;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Products;

/// <summary>
/// The right matrix of products, laid out for <see cref="ProductTile{TLanes}"/>: panels of as many columns as a tile has, filled up with zeros,
/// in which the columns of a row lie side by side.
/// </summary>
internal unsafe struct PackedMatrix : IWideWork
{
    // So much of a panel stays in the nearest memory while the rows of the left matrix go by.
    private const long Block = 256;

    private readonly float* _source;
    private readonly bool _transposed;
    private float* _panels;

    /// <summary>A matrix that is not laid out yet.</summary>
    /// <param name="source">The matrix, row by row; its transpose if it is to be taken so.</param>
    /// <param name="rows">How many rows it has, transposed if need be.</param>
    /// <param name="columns">How many columns, likewise.</param>
    /// <param name="transposed">Whether the source's rows are the columns.</param>
    public PackedMatrix(float* source, long rows, long columns, bool transposed)
    {
        _source = source;
        (Rows, Columns, _transposed) = (rows, columns, transposed);
        _panels = (float*)NativeMemory.AlignedAlloc((nuint)(Math.Max(1, Rows * Width) * sizeof(float)), 64);
    }

    /// <summary>How many rows, which is how long sums are.</summary>
    public long Rows { get; }

    /// <summary>How many columns.</summary>
    public long Columns { get; }

    /// <summary>How many columns with those that fill up the last panel: what rows of sums must have room for.</summary>
    public readonly long Width => Panels * PanelWidth;

    private readonly long Panels => (Columns + PanelWidth - 1) / PanelWidth;

    private static int PanelWidth => 2 * DirectConvolution.Lanes;

    /// <summary>Lays the matrix out.</summary>
    public void Pack(in KernelContext context)
    {
        if (Rows == 0 || Columns == 0)
            return;
        fixed (PackedMatrix* matrix = &this)
            context.ParallelFor((int)Panels, matrix, &WideParts<PackedMatrix>.Compute);
    }

    /// <summary>Gives the memory back.</summary>
    public void Free()
    {
        NativeMemory.AlignedFree(_panels);
        _panels = null;
    }

    /// <summary>Adds the product of rows with the matrix to rows of sums.</summary>
    /// <param name="a">The rows.</param>
    /// <param name="aStride">From one to the next.</param>
    /// <param name="rows">How many.</param>
    /// <param name="target">The sums, as wide as <see cref="Width"/>.</param>
    /// <param name="targetStride">From one row of them to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void AddProduct<TLanes>(float* a, long aStride, long rows, float* target, long targetStride)
        where TLanes : struct, ILanes<TLanes>
    {
        int width = ProductTile<TLanes>.Columns;
        float* panel = _panels;
        for (long column = 0; column < Columns; column += width, panel += Rows * width)
        for (long from = 0; from < Rows; from += Block)
        for (long row = 0; row < rows; row += ProductTile<TLanes>.Rows)
            ProductTile<TLanes>.Run(
                a + row * aStride + from,
                aStride,
                1,
                panel + from * width,
                Math.Min(Block, Rows - from),
                target + row * targetStride + column,
                targetStride,
                target + row * targetStride + column,
                targetStride,
                rows - row
            );
    }

    /// <summary>Lays a panel out.</summary>
    public readonly void Compute<TLanes>(int part)
        where TLanes : struct, ILanes<TLanes>
    {
        long first = (long)part * ProductTile<TLanes>.Columns;
        Panel.Pack<TLanes>(_source, Rows, Columns, _transposed, first, _panels + Rows * first);
    }
}

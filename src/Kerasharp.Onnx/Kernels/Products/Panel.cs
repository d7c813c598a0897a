using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Convolutions;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Products;

/// <summary>Some columns of a matrix, those of each row side by side.</summary>
internal static unsafe class Panel
{
    /// <summary>Lays out as many columns of a matrix as a tile has; beyond its last come zeros.</summary>
    /// <param name="source">The matrix, row by row; its transpose if it is to be taken so.</param>
    /// <param name="rows">How many rows it has, transposed if need be.</param>
    /// <param name="columns">How many columns, likewise.</param>
    /// <param name="transposed">Whether the source's rows are the columns.</param>
    /// <param name="first">The first column.</param>
    /// <param name="panel">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<TLanes>(float* source, long rows, long columns, bool transposed, long first, float* panel)
        where TLanes : struct, ILanes<TLanes>
    {
        int width = ProductTile<TLanes>.Columns;
        var there = (int)Math.Min(width, columns - first);
        if (transposed)
        {
            LaneOrder.Gather(source + first * rows, rows, there, panel, width, rows);
            return;
        }
        source += first;
        for (long row = 0; row < rows; row++, source += columns, panel += width)
        {
            if (there == width)
            {
                TLanes.Load(source).Store(panel);
                TLanes.Load(source + TLanes.Width).Store(panel + TLanes.Width);
                continue;
            }
            new ReadOnlySpan<float>(source, there).CopyTo(new Span<float>(panel, width));
            new Span<float>(panel + there, width - there).Clear();
        }
    }
}

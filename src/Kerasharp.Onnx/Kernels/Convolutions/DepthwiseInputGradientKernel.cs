using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// <see cref="ConvolutionInputGradientKernel"/> where each channel is a group of its own. Inputs: the output's gradient (batch, filters, sizes…)
/// and the weight (filters, 1, kernel…).
/// </summary>
internal sealed unsafe class DepthwiseInputGradientKernel(Kernel whole, ConvolutionAttributes window, long[] sizes)
    : NodeKernel(whole)
{
    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer gradientDims = default;
        DimsBuffer weightDims = default;
        KernelTensor gradient = context.Input(0, ref gradientDims);
        KernelTensor weight = context.Input(1, ref weightDims);
        int rank = window.Rank + 2;
        if (gradient.Dims.Length != rank || !window.IsDepthwise(weight.Dims) || weight.Dims[0] != gradient.Dims[1])
            throw new ArgumentException(
                $"{Operator} was given a gradient {TensorShape.Text(gradient.Dims)} and a weight {TensorShape.Text(weight.Dims)} in {window.Groups} groups; {rank} dimensions and a weight (filters, 1, kernel...) were expected. Leave other groups to standard operators."
            );
        Span<long> dims = stackalloc long[rank];
        dims[0] = gradient.Dims[0];
        dims[1] = window.Groups;
        sizes.CopyTo(dims[2..]);
        (ConvolutionAxis rows, ConvolutionAxis columns) = window.Axes(dims, gradient.Dims);
        long multiplier = weight.Dims[0] / window.Groups;
        var phaseCount = checked((int)(rows.Stride * columns.Stride));
        // Each tap is in one phase.
        long taps = multiplier * rows.Kernel * columns.Kernel;
        var work = new DepthwiseSums
        {
            Source = (float*)gradient.Pointer,
            Weight = (float*)weight.Pointer,
            Target = (float*)context.Output(0, dims),
            Flat = FlatPlanes.Of(FlatAxis.OfGradient(rows), FlatAxis.OfGradient(columns), multiplier, dims[0]),
            Batch = dims[0],
            Channels = dims[1],
            Sources = multiplier,
            Sharing = 1,
            SourceRows = rows.Output,
            SourceColumns = columns.Output,
            TargetRows = rows.Input,
            TargetColumns = columns.Input,
            RowStep = rows.Stride,
            ColumnStep = columns.Stride,
            Taps = taps,
            PhaseCount = phaseCount,
        };
        var memory = (byte*)NativeMemory.Alloc((nuint)(2 * taps * sizeof(long) + (long)phaseCount * sizeof(FlatPhase)));
        try
        {
            work.Phases = (FlatPhase*)memory;
            var places = (long*)(work.Phases + phaseCount);
            for (int i = 0; i < phaseCount; i++)
            {
                (long row, long column) = Math.DivRem(i, columns.Stride);
                var phase = new FlatPhase { Row = row - rows.Pad, Column = column - columns.Pad };
                phase.Offsets = places;
                phase.Weights = places + taps;
                for (long tap = 0; tap < taps; tap++)
                {
                    (long down, long right) = Math.DivRem(tap, columns.Kernel);
                    (long filter, down) = Math.DivRem(down, rows.Kernel);
                    if (
                        down * rows.Dilation % rows.Stride != row
                        || right * columns.Dilation % columns.Stride != column
                    )
                        continue;
                    *places = filter * work.Flat.Size + work.Flat.Offset(Place(rows, down), Place(columns, right));
                    places[taps] = tap;
                    places++;
                    phase.Count++;
                }
                work.Phases[i] = phase;
            }
            work.Run(in context);
        }
        finally
        {
            NativeMemory.Free(memory);
        }

        static long Place(ConvolutionAxis axis, long tap) =>
            FlatAxis.Shift(axis, axis.Kernel - 1) - FlatAxis.Shift(axis, tap);
    }
}

using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary><see cref="ConvolutionKernel"/> where each channel is a group of its own. Inputs: x (batch, channels, sizes…), w (filters, 1, kernel…).</summary>
internal sealed unsafe class DepthwiseConvolutionKernel(Kernel whole, ConvolutionAttributes window) : NodeKernel(whole)
{
    /// <inheritdoc/>
    public override void Compute(in KernelContext context)
    {
        DimsBuffer xDims = default;
        DimsBuffer wDims = default;
        DimsBuffer biasDims = default;
        KernelTensor x = context.Input(0, ref xDims);
        KernelTensor w = context.Input(1, ref wDims);
        KernelTensor bias = context.InputCount > 2 ? context.Input(2, ref biasDims) : default;
        int rank = window.Rank + 2;
        if (
            x.Dims.Length != rank
            || x.Dims[1] != window.Groups
            || !window.IsDepthwise(w.Dims)
            || (bias.Pointer != null && bias.Count != w.Dims[0])
        )
            throw new ArgumentException(
                $"{Operator} was given an input {TensorShape.Text(x.Dims)}, a weight {TensorShape.Text(w.Dims)} and a bias {TensorShape.Text(bias.Dims)} in {window.Groups} groups; a channel for each group, a weight (filters, 1, kernel...) and a bias for each filter were expected. Leave other groups to standard operators."
            );
        Span<long> dims = stackalloc long[rank];
        window.OutputSizes(x.Dims, dims);
        dims[0] = x.Dims[0];
        dims[1] = w.Dims[0];
        (ConvolutionAxis rows, ConvolutionAxis columns) = window.Axes(x.Dims, dims);
        long taps = rows.Kernel * columns.Kernel;
        var work = new DepthwiseSums
        {
            Source = (float*)x.Pointer,
            Weight = (float*)w.Pointer,
            Bias = (float*)bias.Pointer,
            Target = (float*)context.Output(0, dims),
            Flat = FlatPlanes.Of(FlatAxis.OfInput(rows), FlatAxis.OfInput(columns), 1, dims[0]),
            Batch = dims[0],
            Channels = dims[1],
            Sources = 1,
            Sharing = dims[1] / window.Groups,
            SourceRows = rows.Input,
            SourceColumns = columns.Input,
            TargetRows = rows.Output,
            TargetColumns = columns.Output,
            RowStep = 1,
            ColumnStep = 1,
            Taps = taps,
            PhaseCount = 1,
        };
        var memory = (long*)NativeMemory.Alloc((nuint)(2 * taps), sizeof(long));
        try
        {
            var phase = new FlatPhase
            {
                Count = (int)taps,
                Offsets = memory,
                Weights = memory + taps,
            };
            for (long tap = 0; tap < taps; tap++)
            {
                (long row, long column) = Math.DivRem(tap, columns.Kernel);
                phase.Offsets[tap] = work.Flat.Offset(row * rows.Dilation, column * columns.Dilation);
                phase.Weights[tap] = tap;
            }
            work.Phases = &phase;
            work.Run(in context);
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }
}

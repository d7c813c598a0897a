namespace Kerasharp.Onnx.Kernels.Convolutions;

/// <summary>
/// The attributes of our convolutions' nodes: those of ONNX's Conv, all of them there and padding told in numbers, of one or two axes.
/// </summary>
internal sealed class ConvolutionAttributes
{
    private readonly long[] _kernel;
    private readonly long[] _strides;
    private readonly long[] _dilations;
    private readonly long[] _pads;

    public ConvolutionAttributes(string op, KernelAttributes attributes)
    {
        _kernel = attributes.Int64s("kernel_shape") ?? [];
        _strides = attributes.Int64s("strides") ?? [];
        _dilations = attributes.Int64s("dilations") ?? [];
        _pads = attributes.Int64s("pads") ?? [];
        Groups = attributes.FindInt64("group") ?? 1;
        int rank = _kernel.Length;
        if (rank is < 1 or > 2 || _strides.Length != rank || _dilations.Length != rank || _pads.Length != 2 * rank)
            throw new ArgumentException(
                $"{op} was given a kernel of {rank}, strides of {_strides.Length}, dilations of {_dilations.Length} and pads of {_pads.Length} numbers; 1 or 2 were expected, equally many, and twice as many pads. Give one for each spatial dimension."
            );
    }

    /// <summary>The number of spatial axes.</summary>
    public int Rank => _kernel.Length;

    /// <summary>Into how many groups the channels fall.</summary>
    public long Groups { get; }

    /// <summary>The kernel's sizes.</summary>
    public ReadOnlySpan<long> Kernel => _kernel;

    /// <summary>Whether a weight has some filters for each group, which each see one channel.</summary>
    public bool IsDepthwise(ReadOnlySpan<long> weight) =>
        weight.Length == Rank + 2 && weight[0] % Groups == 0 && weight[1] == 1 && weight[2..].SequenceEqual(_kernel);

    /// <summary>Fills in the sizes of the output for those of an input.</summary>
    public void OutputSizes(ReadOnlySpan<long> input, Span<long> output)
    {
        for (int i = 0; i < Rank; i++)
        {
            long reach = (_kernel[i] - 1) * _dilations[i] + 1;
            output[i + 2] = Math.Max(0, (input[i + 2] + _pads[i] + _pads[i + Rank] - reach) / _strides[i] + 1);
        }
    }

    /// <summary>Rows and columns of a convolution from an input to an output, dimensions as tensors have them.</summary>
    public (ConvolutionAxis Rows, ConvolutionAxis Columns) Axes(ReadOnlySpan<long> input, ReadOnlySpan<long> output) =>
        (Rank > 1 ? Axis(0, input, output) : ConvolutionAxis.Single, Axis(Rank - 1, input, output));

    private ConvolutionAxis Axis(int axis, ReadOnlySpan<long> input, ReadOnlySpan<long> output)
    {
        var result = new ConvolutionAxis(
            input[axis + 2],
            output[axis + 2],
            _kernel[axis],
            _strides[axis],
            _dilations[axis],
            _pads[axis]
        );
        return result.Span <= result.Input + _pads[axis] + _pads[axis + Rank]
            ? result
            : throw new ArgumentException(
                $"A convolution of {result.Kernel} along an axis of {result.Input} elements, padded by {_pads[axis]} and {_pads[axis + Rank]}, was to have {result.Output} windows; fewer fit. Give the sizes that belong together."
            );
    }
}

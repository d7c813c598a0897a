using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// What separable convolutions of any number of spatial dimensions have in common. Derive from <see cref="Layer"/> for layers of one's own.
/// </summary>
public abstract class SeparableConv : Convolution
{
    private readonly DepthwiseKernel _depthwise;
    private readonly WeightRule _pointwise;

    private protected SeparableConv(
        int filters,
        Window window,
        int depthMultiplier,
        ActivationFunction? activation,
        bool useBias,
        WeightRule depthwise,
        WeightRule pointwise,
        WeightRule bias,
        Regularizer? activityRegularizer,
        string? name
    )
        : base(window, activation, useBias, bias, activityRegularizer, name)
    {
        Filters = Arguments.Positive(filters, nameof(filters));
        _depthwise = new DepthwiseKernel(window, depthMultiplier, depthwise);
        _pointwise = pointwise;
    }

    /// <summary>The number of channels of the output.</summary>
    public int Filters { get; }

    /// <summary>The number of filters for each channel, before the channels are mixed.</summary>
    public int DepthMultiplier => _depthwise.Multiplier;

    /// <summary>How the depthwise kernel is filled at first.</summary>
    public Initializer DepthwiseInitializer => _depthwise.Rule.Initializer;

    /// <summary>How the pointwise kernel is filled at first.</summary>
    public Initializer PointwiseInitializer => _pointwise.Initializer;

    /// <summary>The penalty on the depthwise kernel.</summary>
    public Regularizer? DepthwiseRegularizer => _depthwise.Rule.Regularizer;

    /// <summary>The penalty on the pointwise kernel.</summary>
    public Regularizer? PointwiseRegularizer => _pointwise.Regularizer;

    /// <summary>What the depthwise kernel must fulfil after each update.</summary>
    public Constraint? DepthwiseConstraint => _depthwise.Rule.Constraint;

    /// <summary>What the pointwise kernel must fulfil after each update.</summary>
    public Constraint? PointwiseConstraint => _pointwise.Constraint;

    /// <summary>The weight (...kernelSize, channels, depthMultiplier); null until the layer is built.</summary>
    public Weight? DepthwiseKernel { get; private set; }

    /// <summary>The weight (...ones, channels * depthMultiplier, filters); null until the layer is built.</summary>
    public Weight? PointwiseKernel { get; private set; }

    private protected sealed override long BuildKernels(Shape input, long channels)
    {
        DepthwiseKernel = AddWeight(
            "depthwise_kernel",
            _depthwise.Shape(channels),
            _depthwise.Rule,
            _depthwise.Order,
            _depthwise.Stored(channels)
        );
        long[] ones = Array.ConvertAll(Window.Size, _ => 1L);
        PointwiseKernel = AddKernel("pointwise_kernel", ones, channels * DepthMultiplier, Filters, _pointwise);
        return Filters;
    }

    private protected sealed override Value Convolve(CallContext context, Value x, Shape input)
    {
        var apart = _depthwise.Convolve(x, context[DepthwiseKernel!].Value, input, null);
        return Op.Conv(apart, Stored(context, PointwiseKernel!), BiasIn(context));
    }
}

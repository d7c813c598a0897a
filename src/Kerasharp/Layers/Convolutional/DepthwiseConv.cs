using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// What depthwise convolutions of any number of spatial dimensions have in common. Derive from <see cref="Layer"/> for layers of one's own.
/// </summary>
public abstract class DepthwiseConv : Convolution
{
    private readonly DepthwiseKernel _kernel;

    private protected DepthwiseConv(
        Window window,
        int depthMultiplier,
        ActivationFunction? activation,
        bool useBias,
        WeightRule kernel,
        WeightRule bias,
        Regularizer? activityRegularizer,
        string? name
    )
        : base(window, activation, useBias, bias, activityRegularizer, name) =>
        _kernel = new DepthwiseKernel(window, depthMultiplier, kernel);

    /// <summary>The number of filters for each channel.</summary>
    public int DepthMultiplier => _kernel.Multiplier;

    /// <summary>How the kernel is filled at first.</summary>
    public Initializer DepthwiseInitializer => _kernel.Rule.Initializer;

    /// <summary>The penalty on the kernel.</summary>
    public Regularizer? DepthwiseRegularizer => _kernel.Rule.Regularizer;

    /// <summary>What the kernel must fulfil after each update.</summary>
    public Constraint? DepthwiseConstraint => _kernel.Rule.Constraint;

    /// <summary>The weight (...kernelSize, channels, depthMultiplier); null until the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    private protected sealed override long BuildKernels(Shape input, long channels)
    {
        Kernel = AddWeight("kernel", _kernel.Shape(channels), _kernel.Rule, _kernel.Order, _kernel.Stored(channels));
        return channels * DepthMultiplier;
    }

    private protected sealed override Value Convolve(CallContext context, Value x, Shape input) =>
        _kernel.Convolve(x, context[Kernel!].Value, input, BiasIn(context));
}

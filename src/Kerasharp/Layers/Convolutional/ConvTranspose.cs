using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// What transposed convolutions of any number of spatial dimensions have in common. Derive from <see cref="Layer"/> for layers of one's
/// own.
/// </summary>
public abstract class ConvTranspose : Convolution
{
    private readonly WeightRule _kernel;
    private readonly TransposedPadding _padding;

    private protected ConvTranspose(
        int filters,
        Window window,
        long[]? outputPadding,
        ActivationFunction? activation,
        bool useBias,
        WeightRule kernel,
        WeightRule bias,
        Regularizer? activityRegularizer,
        string? name
    )
        : base(Sparse(window), activation, useBias, bias, activityRegularizer, name)
    {
        Filters = Arguments.Positive(filters, nameof(filters));
        _padding = new TransposedPadding(window, outputPadding);
        _kernel = kernel;
    }

    /// <summary>The number of channels of the output.</summary>
    public int Filters { get; }

    /// <summary>How the kernel is filled at first.</summary>
    public Initializer KernelInitializer => _kernel.Initializer;

    /// <summary>The penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer => _kernel.Regularizer;

    /// <summary>What the kernel must fulfil after each update.</summary>
    public Constraint? KernelConstraint => _kernel.Constraint;

    /// <summary>The weight (...kernelSize, filters, channels); null until the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    private protected sealed override void Check(Shape input) => _padding.Check(this, input);

    private protected sealed override long BuildKernels(Shape input, long channels)
    {
        Kernel = AddKernel("kernel", Window.Size, Filters, channels, _kernel);
        return Filters;
    }

    private protected sealed override Value Convolve(CallContext context, Value x, Shape input) =>
        Op.ConvTranspose(
            x,
            Stored(context, Kernel!),
            Window.Strides,
            _padding.Cut,
            Window.Dilations,
            _padding.Added,
            b: BiasIn(context)
        );
}

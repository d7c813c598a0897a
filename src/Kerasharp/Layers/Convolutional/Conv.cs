using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>What convolutions of any number of spatial dimensions have in common. Derive from <see cref="Layer"/> for layers of one's
/// own.</summary>
public abstract class Conv : Convolution
{
    private readonly WeightRule _kernel;

    private protected Conv(
        int filters,
        Window window,
        int groups,
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
        Groups = Arguments.Positive(groups, nameof(groups));
        if (filters % groups != 0)
        {
            throw new ArgumentException(
                $"{filters} filters in {groups} groups came; the groups must divide the filters. Change one of them.",
                nameof(groups)
            );
        }
        _kernel = kernel;
    }

    /// <summary>The number of channels of the output.</summary>
    public int Filters { get; }

    /// <summary>Into how many independent groups the channels fall.</summary>
    public int Groups { get; }

    /// <summary>How the kernel is filled at first.</summary>
    public Initializer KernelInitializer => _kernel.Initializer;

    /// <summary>The penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer => _kernel.Regularizer;

    /// <summary>What the kernel must fulfil after each update.</summary>
    public Constraint? KernelConstraint => _kernel.Constraint;

    /// <summary>The weight (...kernelSize, channels / groups, filters); null until the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    private protected sealed override long BuildKernels(Shape input, long channels)
    {
        if (channels % Groups != 0)
        {
            throw this.Misfit(
                input,
                $"a number of channels that {Groups} groups divide was expected, not {channels}",
                "Change the groups or the layer before."
            );
        }
        Kernel = AddKernel("kernel", Window.Size, channels / Groups, Filters, _kernel);
        return Filters;
    }

    private protected sealed override Value Convolve(CallContext context, Value x, Shape input)
    {
        var (pads, autoPad) = Window.Pads(input);
        var kernel = Stored(context, Kernel!);
        return Op.Conv(x, kernel, BiasIn(context), Window.Strides, pads, Window.Dilations, Groups, autoPad);
    }
}

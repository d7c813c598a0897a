using Kerasharp.Activations;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>What convolutions of any number of spatial dimensions have in common. Derive from <see cref="Layer"/> for layers of one's own.</summary>
public abstract class Conv : Layer
{
    private readonly Window _window;
    private readonly Initializer? _kernelInitializer;
    private readonly Initializer _biasInitializer;
    private readonly Regularizer? _kernelRegularizer;
    private readonly Regularizer? _biasRegularizer;

    private protected Conv(
        int filters,
        long[] kernelSize,
        long[] strides,
        string padding,
        long[] dilationRate,
        int groups,
        ActivationFunction? activation,
        bool useBias,
        Initializer? kernelInitializer,
        Initializer? biasInitializer,
        Regularizer? kernelRegularizer,
        Regularizer? biasRegularizer,
        Regularizer? activityRegularizer,
        string? name
    )
        : base(name)
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
        _window = new Window(kernelSize, strides, padding, dilationRate, nameof(kernelSize));
        Activation = activation ?? "linear";
        UseBias = useBias;
        _kernelInitializer = kernelInitializer;
        _biasInitializer = biasInitializer ?? "zeros";
        _kernelRegularizer = kernelRegularizer;
        _biasRegularizer = biasRegularizer;
        ActivityRegularizer = activityRegularizer;
    }

    /// <summary>The number of channels of the output.</summary>
    public int Filters { get; }

    /// <summary>Into how many independent groups the channels fall.</summary>
    public int Groups { get; }

    /// <summary><c>valid</c> or <c>same</c>.</summary>
    public string Padding => _window.Padding;

    /// <summary>The function applied to the result.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; }

    /// <summary>The weight (...kernelSize, channels / groups, filters); null until the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    /// <summary>The weight (filters); null until the layer is built, and without bias.</summary>
    public Weight? Bias { get; private set; }

    /// <inheritdoc/>
    protected override bool PassesMask => false;

    /// <summary>From Keras's order of the kernel's axes to ONNX's: filters, channels, sizes.</summary>
    private int[] KernelOrder
    {
        get
        {
            int rank = _window.Size.Length;
            return [rank + 1, rank, .. Enumerable.Range(0, rank)];
        }
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        _window.Check(this, inputShape);
        long channels = this.KnownChannels(inputShape);
        if (channels % Groups != 0)
        {
            throw this.Misfit(
                inputShape,
                $"a number of channels that {Groups} groups divide was expected, not {channels}",
                "Change the groups or the layer before."
            );
        }
        Kernel = AddWeight(
            "kernel",
            [.. _window.Size, channels / Groups, Filters],
            _kernelInitializer,
            trainable: true,
            _kernelRegularizer,
            constraint: null,
            KernelOrder
        );
        if (UseBias)
            Bias = AddWeight("bias", [Filters], _biasInitializer, regularizer: _biasRegularizer);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        _window.Check(this, input.Shape);
        long needed = Kernel!.Shape[-2].Value * Groups;
        if (input.Shape[-1].IsKnown && input.Shape[-1] != needed)
            throw this.Misfit(
                input.Shape,
                $"the layer was built for {needed} channels",
                "Give as many, or another layer."
            );
        int rank = input.Rank;
        var (pads, autoPad) = _window.Pads(input.Shape);
        var y = Op.Conv(
            Op.Transpose(input.In(context), Permutations.ToChannelsFirst(rank)),
            Op.Transpose(context[Kernel].Value, KernelOrder),
            Bias is null ? null : context[Bias].Value,
            _window.Strides,
            pads,
            _window.Dilations,
            Groups,
            autoPad
        );
        return Activation.Apply(new SymbolicTensor(Op.Transpose(y, Permutations.ToChannelsLast(rank))));
    }
}

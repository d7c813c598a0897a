using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// What convolutions of any kind and number of spatial dimensions have in common: a window, a bias, an activation. Derive from
/// <see cref="Layer"/> for layers of one's own.
/// </summary>
public abstract class Convolution : Layer
{
    private readonly WeightRule _bias;
    private long _channels;

    private protected Convolution(
        Window window,
        ActivationFunction? activation,
        bool useBias,
        WeightRule bias,
        Regularizer? activityRegularizer,
        string? name
    )
        : base(name)
    {
        Window = window;
        Activation = activation ?? "linear";
        UseBias = useBias;
        _bias = bias;
        ActivityRegularizer = activityRegularizer;
    }

    /// <summary>How the input is padded: <c>valid</c> (not at all), <c>same</c>, or, of one dimension, <c>causal</c>.</summary>
    public string Padding => Window.Padding;

    /// <summary>Where the channels stand: <c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => Window.Format.Name;

    /// <summary>The function applied to the result.</summary>
    public ActivationFunction Activation { get; }

    internal override ActivationFunction? ShownActivation => Activation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; }

    /// <summary>How the bias is filled at first.</summary>
    public Initializer BiasInitializer => _bias.Initializer;

    /// <summary>The penalty on the bias.</summary>
    public Regularizer? BiasRegularizer => _bias.Regularizer;

    /// <summary>What the bias must fulfil after each update.</summary>
    public Constraint? BiasConstraint => _bias.Constraint;

    /// <summary>The weight (channels of the output); null until the layer is built, and without bias.</summary>
    public Weight? Bias { get; private set; }

    private protected Window Window { get; }

    /// <inheritdoc/>
    protected sealed override void Build(Shape inputShape)
    {
        Check(inputShape);
        var format = Window.Format;
        _channels = this.KnownChannels(inputShape, format.ChannelsFirst ? 1 : -1);
        long outputs = BuildKernels(inputShape, _channels);
        if (UseBias)
            Bias = AddWeight("bias", [outputs], _bias);
    }

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        Check(input.Shape);
        var format = Window.Format;
        var channels = input.Shape[format.ChannelAxis(input.Rank)];
        if (channels.IsKnown && channels != _channels)
            throw this.Misfit(
                input.Shape,
                $"the layer was built for {_channels} channels",
                "Give as many, or another layer."
            );
        var x = format.ToChannelsFirst(input.In(context));
        var y = Convolve(context, x, input.Shape);
        return Activation.Apply(new SymbolicTensor(format.FromChannelsFirst(y)));
    }

    /// <summary>Refuses an input that does not fit, whatever its channels.</summary>
    private protected virtual void Check(Shape input) => Window.Check(this, input);

    /// <summary>Makes the weights before the bias for a number of channels, and tells the number of the output's.</summary>
    private protected abstract long BuildKernels(Shape input, long channels);

    /// <summary>The result before the activation, channels first.</summary>
    /// <param name="context">Where the weights are.</param>
    /// <param name="x">The input, channels first.</param>
    /// <param name="input">The input's shape, in the layer's format.</param>
    private protected abstract Value Convolve(CallContext context, Value x, Shape input);

    /// <summary>The bias in a graph, or none.</summary>
    private protected Value? BiasIn(CallContext context) => Bias is null ? null : context[Bias].Value;

    /// <summary>Makes a weight by its rule.</summary>
    private protected Weight AddWeight(
        string name,
        long[] shape,
        WeightRule rule,
        int[]? storage = null,
        long[]? stored = null
    ) => AddWeight(name, shape, rule.Initializer, true, rule.Regularizer, rule.Constraint, storage, stored);

    /// <summary>
    /// Makes a kernel (...size, a, b), which lies in memory as ONNX's operators want it: (b, a, ...size).
    /// </summary>
    private protected Weight AddKernel(string name, long[] size, long a, long b, WeightRule rule) =>
        AddWeight(name, [.. size, a, b], rule, KernelOrder(size.Length));

    /// <summary>A kernel in the order in which it lies in memory.</summary>
    internal static Value Stored(CallContext context, Weight kernel) =>
        Op.Transpose(context[kernel].Value, KernelOrder(kernel.Shape.Rank - 2));

    /// <summary>Keras has no convolutions of both steps and distances.</summary>
    internal static Window Sparse(Window window) =>
        window.Strides.Max() > 1 && window.Dilations.Max() > 1
            ? throw new ArgumentException(
                $"strides of ({string.Join(", ", window.Strides)}) and a dilationRate of ({string.Join(", ", window.Dilations)}) came; "
                    + "one of them must be 1. Choose one."
            )
            : window;

    /// <summary>From Keras's order of a kernel's axes to ONNX's: the last, the last but one, then the sizes.</summary>
    internal static int[] KernelOrder(int rank) => [rank + 1, rank, .. Enumerable.Range(0, rank)];
}

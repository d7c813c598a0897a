using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Connects every input with every output: y = activation(x · kernel + bias), over the last axis.
/// </summary>
/// <remarks>
/// <para>Input: (batch, ..., inputs), of 2 dimensions or more. Output: (batch, ..., units).</para>
/// <para>Weights: <c>kernel</c> (inputs, units), <c>bias</c> (units).</para>
/// <para>Keras: <c>keras.layers.Dense</c>.</para>
/// </remarks>
/// <example><code>new Dense(10, activation: "softmax")   // (None, 128) becomes (None, 10)</code></example>
public sealed class Dense : Layer
{
    /// <summary>A layer of a number of units.</summary>
    /// <param name="units">The size of the output's last axis, at least 1.</param>
    /// <param name="activation">The function applied to the result; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">How the kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
    /// <param name="kernelRegularizer">The penalty on the kernel; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
    /// <param name="activityRegularizer">The penalty on the output; none by default.</param>
    /// <param name="kernelConstraint">What the kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="name">The layer's name; <c>dense</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1.</exception>
    public Dense(
        int units,
        ActivationFunction? activation = null,
        bool useBias = true,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        string? name = null
    )
        : base(name)
    {
        Units = Arguments.Positive(units, nameof(units));
        Activation = activation ?? "linear";
        UseBias = useBias;
        KernelInitializer = kernelInitializer ?? "glorot_uniform";
        BiasInitializer = biasInitializer ?? "zeros";
        KernelRegularizer = kernelRegularizer;
        BiasRegularizer = biasRegularizer;
        ActivityRegularizer = activityRegularizer;
        KernelConstraint = kernelConstraint;
        BiasConstraint = biasConstraint;
    }

    /// <summary>The size of the output's last axis.</summary>
    public int Units { get; }

    /// <summary>The function applied to the result.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; }

    /// <summary>How the kernel is filled at first.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>How the bias is filled at first.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>What the kernel must fulfil after each update.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>What the bias must fulfil after each update.</summary>
    public Constraint? BiasConstraint { get; }

    /// <summary>The weight (inputs, units); null until the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    /// <summary>The weight (units); null until the layer is built, and without bias.</summary>
    public Weight? Bias { get; private set; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        CheckRank(inputShape);
        long inputs = this.KnownChannels(inputShape);
        Kernel = AddWeight(
            "kernel",
            [inputs, Units],
            KernelInitializer,
            regularizer: KernelRegularizer,
            constraint: KernelConstraint
        );
        if (UseBias)
            Bias = AddWeight(
                "bias",
                [Units],
                BiasInitializer,
                regularizer: BiasRegularizer,
                constraint: BiasConstraint
            );
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        CheckRank(input.Shape);
        var needed = Kernel!.Shape[0];
        if (input.Shape[-1].IsKnown && input.Shape[-1] != needed)
            throw this.Misfit(
                input.Shape,
                $"the layer was built for a last axis of {needed}",
                "Give that, or another Dense."
            );
        var x = input.In(context);
        var kernel = context[Kernel].Value;
        var bias = Bias is null ? null : context[Bias].Value;
        Value y;
        if (x.Rank == 2)
            y = Op.Gemm(x, kernel, c: bias);
        else
            y = bias is null ? Op.MatMul(x, kernel) : Op.MatMul(x, kernel) + bias;
        return Activation.Apply(new SymbolicTensor(y));
    }

    private void CheckRank(Shape shape)
    {
        if (shape.Rank < 2)
            throw this.Misfit(shape, "at least 2 dimensions (batch, ..., inputs) were expected", "Reshape it.");
    }
}

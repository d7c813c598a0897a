using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// A dense layer whose kernel counts as -1, 0 and 1: y = activation(beta x · t + bias), where t is the kernel's sign where |kernel| is
/// above a threshold, and else 0. Gradients pass through as if t were the kernel, so that the kernel itself is trained.
/// </summary>
/// <remarks>
/// <para>Without a threshold it is half of the mean of |kernel|, and beta that mean; with one, beta is 1.</para>
/// <para>Input: (batch, ..., inputs), of 2 dimensions or more. Output: (batch, ..., units).</para>
/// <para>Weights: <c>kernel</c> (inputs, units), <c>bias</c> (units).</para>
/// <para>Ma et al., The Era of 1-bit LLMs, 2024, section 3.1. Keras: <c>keras.layers.TernaryDense</c>.</para>
/// </remarks>
/// <example><code>new TernaryDense(64)   // (None, 32) becomes (None, 64)</code></example>
public sealed class TernaryDense : Layer
{
    /// <summary>A layer of a number of units.</summary>
    /// <param name="units">The size of the output's last axis, at least 1.</param>
    /// <param name="threshold">Up to where |kernel| counts as 0, at least 0; half of its mean by default.</param>
    /// <param name="activation">The function applied to the result; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">How the kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
    /// <param name="kernelRegularizer">The penalty on the kernel; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
    /// <param name="activityRegularizer">The penalty on the output; none by default.</param>
    /// <param name="kernelConstraint">What the kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="name">The layer's name; <c>ternary_dense</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 1, or <paramref name="threshold"/> below 0.</exception>
    public TernaryDense(
        int units,
        double? threshold = null,
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
        Threshold = threshold is { } t ? Arguments.NotNegative(t, nameof(threshold)) : null;
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

    /// <summary>Up to where |kernel| counts as 0; null for half of its mean.</summary>
    public double? Threshold { get; }

    /// <summary>The function applied to the result.</summary>
    public ActivationFunction Activation { get; }

    internal override ActivationFunction? ShownActivation => Activation;

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

    /// <summary>The kernel as it is trained, in any numbers; null until the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    /// <summary>The bias; null until the layer is built, and without bias.</summary>
    public Weight? Bias { get; private set; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        long inputs = DenseInputs.Features(this, inputShape);
        Kernel = AddWeight(
            "kernel",
            [inputs, Units],
            KernelInitializer,
            regularizer: KernelRegularizer,
            constraint: KernelConstraint
        );
        Bias = UseBias
            ? AddWeight("bias", [Units], BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint)
            : null;
    }

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        DenseInputs.Check(this, input.Shape, Kernel!);
        var kernel = context[Kernel!].Value;
        var size = Op.Abs(kernel);
        var mean = Threshold is null ? Op.ReduceMean(size) : null;
        var above = Op.Greater(size, mean is null ? kernel.Like(Threshold!.Value) : mean * 0.5);
        var ternary = Op.Sign(kernel) * Op.Cast(above, kernel.ElementType);
        // Backward, the straight-through estimator: what is added to the kernel is taken to be constant.
        if (context.Training)
            ternary = kernel + Op.StopGradient(ternary - kernel);
        var bias = Bias is null ? null : context[Bias].Value;
        Value y;
        if (mean is null)
        {
            y = DenseInputs.Product(input.In(context), ternary, bias);
        }
        else
        {
            y = DenseInputs.Product(input.In(context), ternary) * mean;
            y = bias is null ? y : y + bias;
        }
        return Activation.Apply(new SymbolicTensor(y));
    }
}

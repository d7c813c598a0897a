using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Connects every input with every output: y = activation(x · kernel + bias), over the last axis.
/// </summary>
/// <remarks>
/// <para>Input: (batch, ..., inputs), of 2 dimensions or more. Output: (batch, ..., units).</para>
/// <para>Weights: <c>kernel</c> (inputs, units), <c>bias</c> (units); with LoRA also <c>lora_kernel_a</c> (inputs, rank) and
/// <c>lora_kernel_b</c> (rank, units), and the kernel is frozen.</para>
/// <para>Keras: <c>keras.layers.Dense</c>.</para>
/// </remarks>
/// <example><code>new Dense(10, activation: "softmax")   // (None, 128) becomes (None, 10)</code></example>
public sealed class Dense : KernelLayer
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
    /// <param name="loraRank">The rank of LoRA's matrices, at least 1; without LoRA by default. See <see cref="LoraLayer"/>.</param>
    /// <param name="loraAlpha">LoRA's product counts alpha / rank times; the rank by default.</param>
    /// <param name="name">The layer's name; <c>dense</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> or <paramref name="loraRank"/> is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="loraAlpha"/> came without a rank.</exception>
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
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null
    )
        : base(
            activation,
            kernelInitializer,
            biasInitializer,
            kernelRegularizer,
            biasRegularizer,
            kernelConstraint,
            biasConstraint,
            loraRank,
            loraAlpha,
            name
        )
    {
        Units = Arguments.Positive(units, nameof(units));
        UseBias = useBias;
        ActivityRegularizer = activityRegularizer;
    }

    /// <summary>The size of the output's last axis.</summary>
    public int Units { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) =>
        AddWeights([DenseInputs.Features(this, inputShape), Units], UseBias ? [Units] : null);

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        DenseInputs.Check(this, input.Shape, Kernel!);
        var x = input.In(context);
        var kernel = context[Kernel!].Value;
        var bias = Bias is null ? null : context[Bias].Value;
        var y = DenseInputs.Product(x, kernel, bias);
        y = Adapted(y, context, matrix => DenseInputs.Product(x, matrix));
        return Activation.Apply(new SymbolicTensor(y));
    }
}

using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// A dense layer along any axes: y = activation(einsum(equation, x, kernel) + bias). The equation names the axes of input, kernel and
/// output by letters, as <c>"abc,cd->abd"</c>; an ellipsis stands for any number of axes: <c>"...x,xy->...y"</c>, <c>"ab...,bc->ac..."</c>.
/// </summary>
/// <remarks>
/// <para>Input: (batch, ...), of the equation's axes. Output: (batch, ...outputShape), with the ellipsis's axes in their place.</para>
/// <para>Weights: <c>kernel</c>, of the sizes of its letters; <c>bias</c>, of the output's axes from the first of the bias's on, 1 where
/// an axis is not among them; with LoRA also <c>lora_kernel_a</c> (..., rank) and <c>lora_kernel_b</c> (rank, n).</para>
/// <para>Keras: <c>keras.layers.EinsumDense</c>.</para>
/// </remarks>
/// <example><code>
/// new EinsumDense("abc,cd->abd", outputShape: [null, 64], biasAxes: "d")   // (None, 32, 128) becomes (None, 32, 64)
/// new EinsumDense("...x,xy->...y", outputShape: 64, biasAxes: "y")
/// new EinsumDense("abc,cde->abde", outputShape: [null, 8, 16])             // (None, 32, 128) becomes (None, 32, 8, 16)
/// </code></example>
public sealed class EinsumDense : KernelLayer
{
    private readonly DenseEquation _equation;

    /// <summary>A layer of an equation.</summary>
    /// <param name="equation">Letters for the axes of input, kernel and output: <c>ab,bc->ac</c>.</param>
    /// <param name="outputShape">The output's sizes without the batch and without the ellipsis; null where one is the input's.</param>
    /// <param name="activation">The function applied to the result; none by default.</param>
    /// <param name="biasAxes">The output's letters along which a bias is added, as <c>"d"</c>; without a bias by default.</param>
    /// <param name="kernelInitializer">How the kernel is filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="biasInitializer">How the bias is filled at first; <c>zeros</c> by default.</param>
    /// <param name="kernelRegularizer">The penalty on the kernel; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the bias; none by default.</param>
    /// <param name="kernelConstraint">What the kernel must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must fulfil after each update; nothing by default.</param>
    /// <param name="loraRank">The rank of LoRA's matrices, at least 1; without LoRA by default. See <see cref="LoraLayer"/>.</param>
    /// <param name="loraAlpha">LoRA's product counts alpha / rank times; the rank by default.</param>
    /// <param name="name">The layer's name; <c>einsum_dense</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">The equation has another form, a letter that nothing measures, or no such axis for the bias.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size or <paramref name="loraRank"/> is below 1.</exception>
    public EinsumDense(
        string equation,
        PartialShape outputShape,
        ActivationFunction? activation = null,
        string? biasAxes = null,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
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
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(outputShape);
        _equation = new DenseEquation(equation, biasAxes);
        Equation = equation;
        OutputShape = outputShape;
        BiasAxes = biasAxes;
    }

    /// <summary>Letters for the axes of input, kernel and output.</summary>
    public string Equation { get; }

    /// <summary>The output's sizes without the batch and without the ellipsis; null where one is the input's.</summary>
    public PartialShape OutputShape { get; }

    /// <summary>The output's letters along which a bias is added; null without.</summary>
    public string? BiasAxes { get; }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        var (kernel, bias) = _equation.Measure(this, inputShape, OutputShape, BiasAxes);
        long inputs = _equation.ContractedAxes.Aggregate(1L, (product, axis) => product * kernel[axis]);
        long outputs = kernel.Aggregate(1L, (product, size) => product * size) / inputs;
        AddWeights(
            kernel,
            bias,
            KernelInitializer is VarianceScaling { InputAxes: null }
                ? new FannedInitializer(KernelInitializer, inputs, outputs)
                : null
        );
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        _equation.CheckRank(this, input.Shape);
        var x = input.In(context);
        var kernel = _equation.KeepsLastAxis ? context[Kernel!].Value : Effective(context);
        var bias = Bias is null ? null : context[Bias].Value;
        var y = _equation.Apply(x, kernel, bias);
        if (_equation.KeepsLastAxis)
            y = Adapted(y, context, matrix => _equation.Apply(x, matrix, null));
        return Activation.Apply(new SymbolicTensor(y));
    }
}

using Kerasharp.Activations;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// A block of a transformer's encoder: self-attention, then two dense layers, each with dropout, a sum with its input and a layer
/// normalization.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, T, n), where the heads divide n.</para>
/// <para>Weights: those of the sublayers <c>self_attention_layer</c> (see <see cref="MultiHeadAttention"/>),
/// <c>self_attention_layer_norm</c>, <c>feedforward_layer_norm</c>, <c>feedforward_intermediate_dense</c> and
/// <c>feedforward_output_dense</c>.</para>
/// <para>Masks: one that the input brings, or <c>paddingMask</c>, leaves keys out; <c>attentionMask</c> leaves pairs out. The output has the
/// input's mask.</para>
/// <para>Keras: <c>keras_hub.layers.TransformerEncoder</c>. Vaswani and others 2017, Attention Is All You Need; normalization first: Xiong and
/// others 2020, https://arxiv.org/abs/2002.04745.</para>
/// </remarks>
/// <example><code>
/// var y = new TransformerEncoder(intermediateDim: 512, numHeads: 4, dropout: 0.1, activation: "gelu").Apply(x);   // (None, 64, 128) stays
/// </code></example>
public sealed class TransformerEncoder : TransformerBlock
{
    private const string PaddingMask = "padding_mask";
    private const string AttentionMask = "attention_mask";
    private const string ReturnAttentionScores = "return_attention_scores";

    private LayerNormalization _attentionNorm = null!;
    private LayerNormalization _feedForwardNorm = null!;

    /// <summary>A block of a size.</summary>
    /// <param name="intermediateDim">The size between the two dense layers, at least 1.</param>
    /// <param name="numHeads">The number of heads, which divides the size of the features.</param>
    /// <param name="dropout">The part that is dropped while training, of the scores and behind each sublayer, 0 to 1.</param>
    /// <param name="activation">The function between the two dense layers; <c>relu</c> by default.</param>
    /// <param name="layerNormEpsilon">What normalizations add to the variance, above 0.</param>
    /// <param name="kernelInitializer">How the kernels are filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="biasInitializer">How the biases are filled at first; <c>zeros</c> by default.</param>
    /// <param name="kernelRegularizer">The penalty on the kernels of attention and dense layers; none by default.</param>
    /// <param name="biasRegularizer">The penalty on their biases; none by default.</param>
    /// <param name="activityRegularizer">The penalty on the block's output; none by default.</param>
    /// <param name="normalizeFirst">Whether a sublayer's input is normalized, rather than the sum behind it.</param>
    /// <param name="name">The layer's name; <c>transformer_encoder</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public TransformerEncoder(
        int intermediateDim,
        int numHeads,
        double dropout = 0,
        ActivationFunction? activation = null,
        double layerNormEpsilon = 1e-5,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        bool normalizeFirst = false,
        string? name = null
    )
        : base(
            intermediateDim,
            numHeads,
            dropout,
            activation,
            layerNormEpsilon,
            kernelInitializer,
            biasInitializer,
            normalizeFirst,
            name
        )
    {
        KernelRegularizer = kernelRegularizer;
        BiasRegularizer = biasRegularizer;
        ActivityRegularizer = activityRegularizer;
    }

    /// <summary>The penalty on the kernels of attention and dense layers.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The penalty on the biases of attention and dense layers.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>The attention; null until the layer is built.</summary>
    public MultiHeadAttention? SelfAttention { get; private set; }

    internal override IReadOnlyList<string> CallKeywords => [PaddingMask, AttentionMask, ReturnAttentionScores];

    private protected override (Regularizer? Kernel, Regularizer? Bias) Penalties =>
        (KernelRegularizer, BiasRegularizer);

    /// <summary>Applies the block to a tensor of a model that is being drawn.</summary>
    /// <param name="input">The sequence, (batch, T, n).</param>
    /// <param name="paddingMask">True where a place counts, (batch, T); by default the mask that the input brings.</param>
    /// <param name="attentionMask">True where a place attends to another, (batch, T, T).</param>
    /// <returns>The sequence, (batch, T, n).</returns>
    /// <exception cref="LayerException">The block does not take such tensors.</exception>
    public SymbolicTensor Apply(
        SymbolicTensor input,
        SymbolicTensor? paddingMask = null,
        SymbolicTensor? attentionMask = null
    )
    {
        var given = Given(input, paddingMask, attentionMask);
        return Apply(given.Tensors, given.Arguments)[0];
    }

    /// <summary>The same, with the scores after the softmax, (batch, heads, T, T).</summary>
    /// <inheritdoc cref="Apply(SymbolicTensor, SymbolicTensor, SymbolicTensor)"/>
    /// <remarks>Keras: <c>return_attention_scores=True</c>.</remarks>
    public (SymbolicTensor Output, SymbolicTensor Scores) ApplyWithScores(
        SymbolicTensor input,
        SymbolicTensor? paddingMask = null,
        SymbolicTensor? attentionMask = null
    )
    {
        var given = Given(input, paddingMask, attentionMask);
        var outputs = Apply(given.Tensors, given.With(ReturnAttentionScores, true).Arguments);
        return (outputs[0], outputs[1]);
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int features = Features(inputShape);
        SelfAttention = MakeAttention("self_attention_layer", features);
        _attentionNorm = MakeNormalization("self_attention");
        _feedForwardNorm = MakeNormalization("feedforward");
        MakeDense(features);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        if (context.Unnamed(inputs) is not [var input])
            throw new LayerException(Name, $"{inputs.Count} tensors came; one sequence was expected. Give that.");
        Features(input.Shape);
        var mask = Merged(context.TensorArgument(inputs, PaddingMask), context.TensorArgument(inputs, AttentionMask));
        SymbolicTensor? scores = null;
        bool returnsScores = context.Flag(ReturnAttentionScores);
        var x = Around(context, "self_attention", _attentionNorm, input, Attend);
        x = Around(context, "feedforward", _feedForwardNorm, x, y => FeedForward(context, y));
        if (context.GetMask(input) is { } own)
            context.SetMask(x, own);
        return returnsScores ? [x, scores!] : [x];

        SymbolicTensor Attend(SymbolicTensor y)
        {
            if (!returnsScores)
                return SelfAttention!.Invoke(context, y, y, attentionMask: mask);
            (var output, scores) = SelfAttention!.InvokeWithScores(context, y, y, mask);
            return output;
        }
    }

    private static NamedInputs Given(SymbolicTensor input, SymbolicTensor? paddingMask, SymbolicTensor? attentionMask)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new NamedInputs(input).With(PaddingMask, paddingMask).With(AttentionMask, attentionMask);
    }
}

using System.Text.Json.Nodes;
using Kerasharp.Activations;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>
/// A block of a transformer's decoder: causal self-attention, where an encoder's sequence is given attention to that, then two dense layers,
/// each with dropout, a sum with its input and a layer normalization.
/// </summary>
/// <remarks>
/// <para>Inputs: (batch, T, n), where the heads divide n, or that and an encoder's (batch, S, m). Output: (batch, T, n).</para>
/// <para>Weights: those of the sublayers <c>self_attention</c> (see <see cref="MultiHeadAttention"/>), <c>self_attention_layer_norm</c>, with
/// an encoder <c>cross_attention</c> and <c>cross_attention_layer_norm</c>, then <c>feedforward_intermediate_dense</c>,
/// <c>feedforward_output_dense</c> and <c>feedforward_layer_norm</c>.</para>
/// <para>Masks: those that the sequences bring, or the padding masks, leave keys out; attention masks leave pairs out. The output has the
/// first input's mask.</para>
/// <para>Keras: <c>keras_hub.layers.TransformerDecoder</c>, without its caches. Vaswani and others 2017, Attention Is All You Need.</para>
/// </remarks>
/// <example><code>
/// var decoder = new TransformerDecoder(intermediateDim: 512, numHeads: 4, dropout: 0.1, normalizeFirst: true);
/// var y = decoder.Apply(x);              // a decoder alone, as in GPT
/// var z = other.Apply(x, encoded);       // with attention to an encoder's sequence
/// </code></example>
public sealed class TransformerDecoder : TransformerBlock
{
    private const string DecoderPaddingMask = "decoder_padding_mask";
    private const string DecoderAttentionMask = "decoder_attention_mask";
    private const string EncoderPaddingMask = "encoder_padding_mask";
    private const string EncoderAttentionMask = "encoder_attention_mask";
    private const string UseCausalMask = "use_causal_mask";

    private LayerNormalization _selfNorm = null!;
    private LayerNormalization? _crossNorm;
    private LayerNormalization _feedForwardNorm = null!;

    /// <summary>A block of a size.</summary>
    /// <param name="intermediateDim">The size between the two dense layers, at least 1.</param>
    /// <param name="numHeads">The number of heads, which divides the size of the features.</param>
    /// <param name="dropout">The part that is dropped while training, of the scores and behind each sublayer, 0 to 1.</param>
    /// <param name="activation">The function between the two dense layers; <c>relu</c> by default.</param>
    /// <param name="layerNormEpsilon">What normalizations add to the variance, above 0.</param>
    /// <param name="kernelInitializer">How the kernels are filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="biasInitializer">How the biases are filled at first; <c>zeros</c> by default.</param>
    /// <param name="normalizeFirst">Whether a sublayer's input is normalized, rather than the sum behind it.</param>
    /// <param name="name">The layer's name; <c>transformer_decoder</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public TransformerDecoder(
        int intermediateDim,
        int numHeads,
        double dropout = 0,
        ActivationFunction? activation = null,
        double layerNormEpsilon = 1e-5,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
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
        ) { }

    /// <summary>The self-attention; null until the layer is built.</summary>
    public MultiHeadAttention? SelfAttention { get; private set; }

    /// <summary>The attention to the encoder's sequence; null until the layer is built, and without an encoder.</summary>
    public MultiHeadAttention? CrossAttention { get; private set; }

    internal override IReadOnlyList<string> CallKeywords =>
        [DecoderPaddingMask, DecoderAttentionMask, EncoderPaddingMask, EncoderAttentionMask, UseCausalMask];

    /// <summary>Applies the block to tensors of a model that is being drawn.</summary>
    /// <param name="decoderSequence">The sequence, (batch, T, n).</param>
    /// <param name="encoderSequence">What an encoder made, (batch, S, m); in every call of a block, or in none.</param>
    /// <param name="decoderPaddingMask">True where a place of the sequence counts, (batch, T); by default the mask that it brings.</param>
    /// <param name="decoderAttentionMask">True where a place attends to another, (batch, T, T).</param>
    /// <param name="encoderPaddingMask">True where a place of the encoder's sequence counts, (batch, S); by default the mask that it brings.</param>
    /// <param name="encoderAttentionMask">True where a place attends to one of the encoder's, (batch, T, S).</param>
    /// <param name="useCausalMask">Whether a place attends to none behind it.</param>
    /// <returns>The sequence, (batch, T, n).</returns>
    /// <exception cref="LayerException">The block does not take such tensors.</exception>
    public SymbolicTensor Apply(
        SymbolicTensor decoderSequence,
        SymbolicTensor? encoderSequence = null,
        SymbolicTensor? decoderPaddingMask = null,
        SymbolicTensor? decoderAttentionMask = null,
        SymbolicTensor? encoderPaddingMask = null,
        SymbolicTensor? encoderAttentionMask = null,
        bool useCausalMask = true
    )
    {
        ArgumentNullException.ThrowIfNull(decoderSequence);
        var given = new NamedInputs(decoderSequence, encoderSequence)
            .With(DecoderPaddingMask, decoderPaddingMask)
            .With(DecoderAttentionMask, decoderAttentionMask)
            .With(EncoderPaddingMask, encoderPaddingMask)
            .With(EncoderAttentionMask, encoderAttentionMask)
            .With(UseCausalMask, useCausalMask, otherwise: true);
        return Apply(given.Tensors, given.Arguments)[0];
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        CheckCount(inputShapes.Count);
        int features = Features(inputShapes[0]);
        SelfAttention = MakeAttention("self_attention", features);
        _selfNorm = MakeNormalization("self_attention");
        if (inputShapes.Count == 2)
        {
            CrossAttention = MakeAttention("cross_attention", features);
            _crossNorm = MakeNormalization("cross_attention");
        }
        MakeDense(features);
        _feedForwardNorm = MakeNormalization("feedforward");
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        var sequences = context.Unnamed(inputs);
        CheckCount(sequences.Count);
        var decoder = sequences[0];
        Features(decoder.Shape);
        if ((sequences.Count == 2) != (CrossAttention is not null))
            throw new LayerException(
                Name,
                $"{(sequences.Count == 2 ? "an encoder's sequence came to a block that was built without one" : "no encoder's sequence came to a block that was built with one")}; every call must be alike. Make another block."
            );
        bool causal = context.Arguments?[UseCausalMask] is null || context.Flag(UseCausalMask);
        // As in Keras, places that are padding are left out as keys, and not as queries.
        var selfMask = Merged(
            context.TensorArgument(inputs, DecoderPaddingMask) ?? context.GetMask(decoder),
            context.TensorArgument(inputs, DecoderAttentionMask)
        );
        var x = Around(
            context,
            "self_attention",
            _selfNorm,
            decoder,
            y => Attend(SelfAttention!, y, y, selfMask, causal)
        );
        if (CrossAttention is not null)
        {
            var encoder = sequences[1];
            var crossMask = Merged(
                context.TensorArgument(inputs, EncoderPaddingMask) ?? context.GetMask(encoder),
                context.TensorArgument(inputs, EncoderAttentionMask)
            );
            x = Around(
                context,
                "cross_attention",
                _crossNorm!,
                x,
                y => Attend(CrossAttention, y, encoder, crossMask, false)
            );
        }
        x = Around(context, "feedforward", _feedForwardNorm, x, y => FeedForward(context, y));
        if (context.GetMask(decoder) is { } own)
            context.SetMask(x, own);
        return [x];

        SymbolicTensor Attend(
            MultiHeadAttention attention,
            SymbolicTensor query,
            SymbolicTensor value,
            SymbolicTensor? mask,
            bool useCausalMask
        )
        {
            var (ofQuery, ofValue) = (context.GetMask(query), context.GetMask(value));
            context.SetMask(query, null);
            context.SetMask(value, null);
            var y = attention.Invoke(context, query, value, attentionMask: mask, useCausalMask: useCausalMask);
            context.SetMask(query, ofQuery);
            context.SetMask(value, ofValue);
            return y;
        }
    }

    private protected override JsonObject? BuildConfig() =>
        NamedInputs.BuildConfig(BuiltFor, "decoder_sequence_shape", "encoder_sequence_shape");

    /// <summary>The block of a configuration; Keras also writes the shapes that it was built for.</summary>
    internal static TransformerDecoder Configured(JsonObject config)
    {
        var rest = config.DeepClone().AsObject();
        rest.Remove("decoder_sequence_shape");
        rest.Remove("encoder_sequence_shape");
        return (TransformerDecoder)Configuration.Make(typeof(TransformerDecoder), rest);
    }

    private void CheckCount(int count)
    {
        if (count is not (1 or 2))
            throw new LayerException(
                Name,
                $"{count} sequences came; a decoder's was expected, or that and an encoder's. Name masks as such: decoderPaddingMask."
            );
    }
}

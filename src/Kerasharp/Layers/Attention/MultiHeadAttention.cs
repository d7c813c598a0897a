using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Attention in several heads: softmax(q · kᵀ / sqrt(keyDim)) · v in each, with q, k and v projections of query, key and value, and a
/// projection of all heads together behind it. Of one tensor as query and value it is self-attention.
/// </summary>
/// <remarks>
/// <para>Inputs: query (batch, T, n), value (batch, S, m), and a key (batch, S, l) where it is not the value. Output: (batch, T, n), or
/// (batch, T, ...outputShape); with scores also (batch, heads, T, S).</para>
/// <para>Weights: <c>query/kernel</c> (n, heads, keyDim), <c>key/kernel</c> (l, heads, keyDim), with a gate <c>gate/kernel</c>
/// (n, heads, valueDim), <c>value/kernel</c> (m, heads, valueDim), <c>attention_output/kernel</c> (heads, valueDim, n), and the bias of each,
/// as <c>query/bias</c> (heads, keyDim).</para>
/// <para>Masks that the tensors bring, as from <see cref="Embedding"/>, those of the call, the causal one and the window must all let a pair
/// through. A query for which none is left gets zeros. The output has the query's mask.</para>
/// <para>From the forward pass to the gradient one matrix of scores is kept, the softmax; what dropout leaves of it is computed anew.</para>
/// <para>Keras: <c>keras.layers.MultiHeadAttention</c>. Vaswani and others 2017, Attention Is All You Need; gates: Qiu and others 2025,
/// https://arxiv.org/abs/2505.06708.</para>
/// </remarks>
/// <example><code>
/// SymbolicTensor x = new Input(-1, 64);
/// var y = new MultiHeadAttention(numHeads: 4, keyDim: 16).Apply(x, x, useCausalMask: true);   // (None, None, 64)
/// </code></example>
public sealed class MultiHeadAttention : ProjectedAttention
{
    /// <summary>A layer of a number of heads.</summary>
    /// <param name="numHeads">The number of heads, at least 1.</param>
    /// <param name="keyDim">The size of queries and keys in each head, at least 1.</param>
    /// <param name="valueDim">The size of values in each head; <paramref name="keyDim"/> by default.</param>
    /// <param name="dropout">The part of the scores that is dropped while training, 0 to 1.</param>
    /// <param name="useBias">Whether projections add a bias.</param>
    /// <param name="outputShape">The sizes of the output behind batch and places; the query's last axis by default.</param>
    /// <param name="attentionAxes">The axes over which attention goes; by default all but the batch and the features.</param>
    /// <param name="slidingWindow">A query attends to keys less than so many places away, at least 1; to all by default.</param>
    /// <param name="flashAttention">Asks for a form without scores: refused with dropout or where scores are returned; numbers and memory are
    /// the same.</param>
    /// <param name="kernelInitializer">How the kernels are filled at first; <c>glorot_uniform</c> by default.</param>
    /// <param name="biasInitializer">How the biases are filled at first; <c>zeros</c> by default.</param>
    /// <param name="kernelRegularizer">The penalty on the kernels; none by default.</param>
    /// <param name="biasRegularizer">The penalty on the biases; none by default.</param>
    /// <param name="activityRegularizer">The penalty on the output of each projection; none by default.</param>
    /// <param name="kernelConstraint">What the kernels must fulfil after each update; nothing by default.</param>
    /// <param name="biasConstraint">What the biases must fulfil after each update; nothing by default.</param>
    /// <param name="useGate">Whether a sigmoid of a projection of the query multiplies what was attended to.</param>
    /// <param name="seed">A seed of the dropout's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>multi_head_attention</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="flashAttention"/> came with dropout, or an axis is the batch's.</exception>
    public MultiHeadAttention(
        int numHeads,
        int keyDim,
        int? valueDim = null,
        double dropout = 0,
        bool useBias = true,
        PartialShape? outputShape = null,
        Axes? attentionAxes = null,
        int? slidingWindow = null,
        bool? flashAttention = null,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null,
        bool useGate = false,
        int? seed = null,
        string? name = null
    )
        : base(
            dropout,
            useBias,
            slidingWindow,
            flashAttention,
            kernelInitializer,
            biasInitializer,
            kernelRegularizer,
            biasRegularizer,
            activityRegularizer,
            kernelConstraint,
            biasConstraint,
            useGate,
            seed,
            name
        )
    {
        NumHeads = Arguments.Positive(numHeads, nameof(numHeads));
        KeyDim = Arguments.Positive(keyDim, nameof(keyDim));
        ValueDim = Arguments.Positive(valueDim ?? keyDim, nameof(valueDim));
        OutputShape =
            outputShape?.Any(s => s is null) != true
                ? outputShape
                : throw new ArgumentException(
                    $"An outputShape of {outputShape} came; each size must be a number. Give them all.",
                    nameof(outputShape)
                );
        AttentionAxes =
            attentionAxes?.Contains(0) != true
                ? attentionAxes
                : throw new ArgumentException(
                    $"attentionAxes of {attentionAxes} came, with the batch's axis; others were expected. Count from 1, or from the end by -2.",
                    nameof(attentionAxes)
                );
    }

    /// <summary>The number of heads.</summary>
    public int NumHeads { get; }

    /// <summary>The size of queries and keys in each head.</summary>
    public int KeyDim { get; }

    /// <summary>The size of values in each head.</summary>
    public int ValueDim { get; }

    /// <summary>The sizes of the output behind batch and places; null where it is the query's last axis.</summary>
    public PartialShape? OutputShape { get; }

    /// <summary>The axes over which attention goes, as they were given; null for all but the batch and the features.</summary>
    public Axes? AttentionAxes { get; }

    private protected override (int Heads, int Size) QueryHeads => (NumHeads, KeyDim);

    private protected override int KeyHeads => NumHeads;

    private protected override int ValueSize => ValueDim;

    private protected override int[] OutputSizes(Shape query) =>
        OutputShape is null ? [(int)query[-1].Value] : [.. OutputShape.Select(s => s!.Value)];

    private protected override int[] AxesOf(Shape query)
    {
        if (AttentionAxes is null)
            return [.. Enumerable.Range(1, query.Rank - 2)];
        return
            AttentionAxes.From(query.Rank) is { } places && Array.TrueForAll(places, p => p > 0 && p < query.Rank - 1)
            ? places
            : throw this.Misfit(
                query,
                $"attentionAxes of {AttentionAxes} must name axes of it between the batch and the features, each once",
                "Change the axes or reshape the inputs."
            );
    }
}

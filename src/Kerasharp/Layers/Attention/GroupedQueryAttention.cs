using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Attention in which several heads of queries share one head of keys and values: softmax(q · kᵀ / sqrt(headDim)) · v. With one head of keys
/// and values it is multi-query attention, with as many as of queries <see cref="MultiHeadAttention"/>.
/// </summary>
/// <remarks>
/// <para>Inputs: query (batch, T, n), value (batch, S, m), and a key (batch, S, l) where it is not the value. Output: (batch, T, n); with
/// scores also (batch, numQueryHeads, T, S).</para>
/// <para>Weights: <c>query/kernel</c> (n, numQueryHeads, headDim), <c>key/kernel</c> and <c>value/kernel</c> (m, numKeyValueHeads, headDim),
/// with a gate <c>gate/kernel</c> between them, <c>attention_output/kernel</c> (numQueryHeads, headDim, n), and the bias of each.</para>
/// <para>Masks and memory: as in <see cref="MultiHeadAttention"/>.</para>
/// <para>Keras: <c>keras.layers.GroupQueryAttention</c>, of the class <c>GroupedQueryAttention</c>. Ainslie and others 2023,
/// https://arxiv.org/abs/2305.13245.</para>
/// </remarks>
/// <example><code>
/// SymbolicTensor x = new Input(-1, 64);
/// var y = new GroupedQueryAttention(headDim: 16, numQueryHeads: 4, numKeyValueHeads: 2).Apply(x, x);   // (None, None, 64)
/// </code></example>
public class GroupedQueryAttention : ProjectedAttention
{
    /// <summary>A layer of heads of queries and heads that they share.</summary>
    /// <param name="headDim">The size of each head, at least 1.</param>
    /// <param name="numQueryHeads">The number of heads of queries, a multiple of the other.</param>
    /// <param name="numKeyValueHeads">The number of heads of keys and values, at least 1.</param>
    /// <param name="dropout">The part of the scores that is dropped while training, 0 to 1.</param>
    /// <param name="useBias">Whether projections add a bias.</param>
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
    /// <param name="name">The layer's name; <c>grouped_query_attention</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The heads do not divide, or <paramref name="flashAttention"/> came with dropout.</exception>
    public GroupedQueryAttention(
        int headDim,
        int numQueryHeads,
        int numKeyValueHeads,
        double dropout = 0,
        bool useBias = true,
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
            name ?? LayerNames.Next(nameof(GroupedQueryAttention))
        )
    {
        HeadDim = Arguments.Positive(headDim, nameof(headDim));
        NumQueryHeads = Arguments.Positive(numQueryHeads, nameof(numQueryHeads));
        NumKeyValueHeads = Arguments.Positive(numKeyValueHeads, nameof(numKeyValueHeads));
        if (numQueryHeads % numKeyValueHeads != 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{numQueryHeads} heads of queries came for {numKeyValueHeads} heads of keys and values; the one number must be a multiple of the other. Change one."
                ),
                nameof(numQueryHeads)
            );
    }

    /// <summary>The class's name as files have it.</summary>
    public override string TypeName => nameof(GroupQueryAttention);

    /// <summary>The size of each head.</summary>
    public int HeadDim { get; }

    /// <summary>The number of heads of queries.</summary>
    public int NumQueryHeads { get; }

    /// <summary>The number of heads of keys and values.</summary>
    public int NumKeyValueHeads { get; }

    private protected override (int Heads, int Size) QueryHeads => (NumQueryHeads, HeadDim);

    private protected override int KeyHeads => NumKeyValueHeads;

    private protected override int ValueSize => HeadDim;

    private protected override int[] OutputSizes(Shape query) => [(int)query[-1].Value];

    private protected override int[] AxesOf(Shape query) =>
        query.Rank == 3
            ? [1]
            : throw this.Misfit(query, "3 dimensions (batch, places, features) were expected", "Reshape it.");
}

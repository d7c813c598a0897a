using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Attention by products: softmax(q · kᵀ) · v, over the keys. With <c>scoreMode: "concat"</c> the score of a query and a key is
/// w * sum(tanh(q + k)).
/// </summary>
/// <remarks>
/// <para>Inputs: query (batch, T, n), value (batch, S, m), and a key (batch, S, n) where it is not the value. Output: (batch, T, m); with
/// scores also (batch, T, S).</para>
/// <para>Weights: with <c>useScale</c> a <c>scale</c> (), a factor of the products, or of the sums within tanh; with <c>"concat"</c> a
/// <c>concat_score_weight</c> ().</para>
/// <para>Masks: that of the value leaves keys out, that of the query sets its output to zeros and is the output's mask; a causal one leaves
/// out keys behind the query's place. They come with the tensors, or by the call.</para>
/// <para>Keras: <c>keras.layers.Attention</c>. Luong and others 2015, https://arxiv.org/abs/1508.04025.</para>
/// </remarks>
/// <example><code>
/// SymbolicTensor query = new Input(4, 8), key = new Input(6, 8), value = new Input(6, 10);
/// var y = new Attention().Apply(query, value, key);   // (None, 4, 10)
/// </code></example>
public sealed class Attention : PlainAttention
{
    private const string DotMode = "dot";
    private const string ConcatMode = "concat";

    private Weight? _scale;
    private Weight? _weight;

    /// <summary>A layer of a way to score.</summary>
    /// <param name="useScale">Whether a learned number scales the scores.</param>
    /// <param name="scoreMode"><c>"dot"</c>: products of queries and keys. <c>"concat"</c>: sums of tanh(q + k).</param>
    /// <param name="dropout">The part of the scores that is dropped while training, 0 to 1.</param>
    /// <param name="seed">A seed of the dropout's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>attention</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">The mode is not known.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not 0 to 1.</exception>
    public Attention(
        bool useScale = false,
        string scoreMode = DotMode,
        double dropout = 0,
        int? seed = null,
        string? name = null
    )
        : base(useScale, dropout, seed, name) =>
        ScoreMode = Arguments.OneOf(scoreMode, "score mode", DotMode, ConcatMode);

    /// <summary>How a query and a key are scored.</summary>
    public string ScoreMode { get; }

    private protected override void AddWeights(long features)
    {
        if (UseScale)
            _scale = AddWeight("scale", [], "ones");
        if (ScoreMode == ConcatMode)
            _weight = AddWeight("concat_score_weight", [], "ones");
    }

    private protected override Value Score(CallContext context, Value query, Value key)
    {
        var scale = UseScale ? context[_scale!].Value : null;
        if (ScoreMode == DotMode)
        {
            // A factor of the queries is one of the scores, which are more.
            var scaled = scale is null ? query : query * scale;
            return Op.MatMul(scaled, Op.SwapLast(key));
        }
        var sum = Op.Unsqueeze(query, [-2]) + Op.Unsqueeze(key, [-3]);
        return Op.ReduceSum(Op.Tanh(scale is null ? sum : scale * sum), [-1]) * context[_weight!].Value;
    }
}

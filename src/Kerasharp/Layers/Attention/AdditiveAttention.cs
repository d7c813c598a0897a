using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Attention by sums: the score of a query and a key is sum(scale * tanh(q + k)), and values are weighed by the scores' softmax over the keys.
/// </summary>
/// <remarks>
/// <para>Inputs: query (batch, T, n), value (batch, S, m), and a key (batch, S, n) where it is not the value. Output: (batch, T, m); with
/// scores also (batch, T, S).</para>
/// <para>Weights: with <c>useScale</c> a <c>scale</c> (n). All sums, (batch, T, S, n), lie in memory while training.</para>
/// <para>Masks: as in <see cref="Attention"/>.</para>
/// <para>Keras: <c>keras.layers.AdditiveAttention</c>. Bahdanau, Cho and Bengio 2014, https://arxiv.org/abs/1409.0473.</para>
/// </remarks>
/// <example><code>
/// SymbolicTensor query = new Input(4, 8), value = new Input(6, 8);
/// var y = new AdditiveAttention().Apply(query, value);   // (None, 4, 8)
/// </code></example>
public sealed class AdditiveAttention : PlainAttention
{
    private Weight? _scale;

    /// <summary>A layer of learned factors or without.</summary>
    /// <param name="useScale">Whether each feature has a learned factor.</param>
    /// <param name="dropout">The part of the scores that is dropped while training, 0 to 1.</param>
    /// <param name="seed">A seed of the dropout's own; by default the model's.</param>
    /// <param name="name">The layer's name; <c>additive_attention</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not 0 to 1.</exception>
    public AdditiveAttention(bool useScale = true, double dropout = 0, int? seed = null, string? name = null)
        : base(useScale, dropout, seed, name) { }

    private protected override void AddWeights(long features)
    {
        if (!UseScale)
            return;
        if (features < 0)
            throw new LayerException(
                Name,
                "a query came whose last axis has no known size, which the scale needs. Give its number to Input."
            );
        _scale = AddWeight("scale", [features]);
    }

    private protected override Value Score(CallContext context, Value query, Value key)
    {
        if (_scale is { } scale && query.Shape[-1] is { IsKnown: true } size && size != scale.Shape[0])
            throw this.Misfit(
                query.Shape,
                $"the layer was built for a last axis of {scale.Shape[0]}",
                "Give that, or make another layer."
            );
        var sums = Op.Tanh(Op.Unsqueeze(query, [-2]) + Op.Unsqueeze(key, [-3]));
        // The sum by factors is a product with a vector.
        return _scale is null ? Op.ReduceSum(sums, [-1]) : Op.MatMul(sums, context[_scale].Value);
    }
}

using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>Keras's exported name of <see cref="GroupedQueryAttention"/>, as which it is shown and numbered.</summary>
/// <param name="headDim">The size of each head, at least 1.</param>
/// <param name="numQueryHeads">The number of heads of queries, a multiple of the other.</param>
/// <param name="numKeyValueHeads">The number of heads of keys and values, at least 1.</param>
/// <param name="dropout">The part of the scores that is dropped while training, 0 to 1.</param>
/// <param name="useBias">Whether projections add a bias.</param>
/// <param name="slidingWindow">A query attends to keys less than so many places away, at least 1; to all by default.</param>
/// <param name="flashAttention">Asks for a form without scores.</param>
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
/// <remarks>Keras: <c>keras.layers.GroupQueryAttention</c>.</remarks>
/// <example><code>new GroupQueryAttention(headDim: 16, numQueryHeads: 4, numKeyValueHeads: 2)</code></example>
public sealed class GroupQueryAttention(
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
    : GroupedQueryAttention(
        headDim,
        numQueryHeads,
        numKeyValueHeads,
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
    );

using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Attention without projections: scores of queries and keys, their softmax over the keys, and the values weighed by it. What
/// <see cref="Attention"/> and <see cref="AdditiveAttention"/> have in common.
/// </summary>
public abstract class PlainAttention : Layer
{
    private const string ReturnAttentionScores = "return_attention_scores";
    private const string UseCausalMask = "use_causal_mask";

    private protected PlainAttention(bool useScale, double dropout, int? seed, string? name)
        : base(name)
    {
        UseScale = useScale;
        Dropout = Rates.Part(dropout);
        Seed = seed;
    }

    /// <summary>Whether a learned number, or numbers, scale the scores.</summary>
    public bool UseScale { get; }

    /// <summary>The part of the scores that is dropped while training.</summary>
    public double Dropout { get; }

    /// <summary>The seed of the dropout; null where it draws by the model's.</summary>
    public int? Seed { get; }

    internal override IReadOnlyList<string> CallKeywords => [MaskArgument, ReturnAttentionScores, UseCausalMask];

    /// <summary>Scores (batch, T, S) of queries (batch, T, n) and keys (batch, S, n).</summary>
    private protected abstract Value Score(CallContext context, Value query, Value key);

    /// <summary>Makes the weights for queries of a size.</summary>
    private protected abstract void AddWeights(long features);

    /// <summary>Applies the layer to tensors of a model that is being drawn.</summary>
    /// <param name="query">What asks, (batch, T, n).</param>
    /// <param name="value">What is asked for, (batch, S, m).</param>
    /// <param name="key">By what it is found, (batch, S, n); the value by default.</param>
    /// <param name="queryMask">True where a query counts, (batch, T); others get zeros. By default the mask that the query brings.</param>
    /// <param name="valueMask">True where a value counts, (batch, S), at least one for each query. By default the mask that the value brings.</param>
    /// <param name="useCausalMask">Whether a query attends to no key behind its own place.</param>
    /// <returns>What was attended to, (batch, T, m).</returns>
    /// <exception cref="LayerException">The layer does not take such tensors.</exception>
    public SymbolicTensor Apply(
        SymbolicTensor query,
        SymbolicTensor value,
        SymbolicTensor? key = null,
        SymbolicTensor? queryMask = null,
        SymbolicTensor? valueMask = null,
        bool useCausalMask = false
    )
    {
        var given = Given(query, value, key, queryMask, valueMask, useCausalMask);
        return Apply(given.Tensors, given.Arguments)[0];
    }

    /// <summary>The same, with the scores after the softmax, as the values are weighed by them: (batch, T, S).</summary>
    /// <inheritdoc cref="Apply(SymbolicTensor, SymbolicTensor, SymbolicTensor, SymbolicTensor, SymbolicTensor, bool)"/>
    /// <remarks>Keras: <c>return_attention_scores=True</c>.</remarks>
    public (SymbolicTensor Output, SymbolicTensor Scores) ApplyWithScores(
        SymbolicTensor query,
        SymbolicTensor value,
        SymbolicTensor? key = null,
        SymbolicTensor? queryMask = null,
        SymbolicTensor? valueMask = null,
        bool useCausalMask = false
    )
    {
        var given = Given(query, value, key, queryMask, valueMask, useCausalMask);
        var outputs = Apply(given.Tensors, given.With(ReturnAttentionScores, true).Arguments);
        return (outputs[0], outputs[1]);
    }

    /// <summary>Writes the layer into the graph that a context belongs to, as layers made of layers do in Call.</summary>
    /// <param name="context">The context that the caller's own <c>Call</c> was given.</param>
    /// <param name="query">What asks, (batch, T, n).</param>
    /// <param name="value">What is asked for, (batch, S, m).</param>
    /// <param name="key">By what it is found, (batch, S, n); the value by default.</param>
    /// <param name="queryMask">True where a query counts, (batch, T); by default the mask that the query brings.</param>
    /// <param name="valueMask">True where a value counts, (batch, S); by default the mask that the value brings.</param>
    /// <param name="useCausalMask">Whether a query attends to no key behind its own place.</param>
    /// <returns>What was attended to, (batch, T, m).</returns>
    /// <exception cref="LayerException">The layer does not take such tensors.</exception>
    public SymbolicTensor Invoke(
        CallContext context,
        SymbolicTensor query,
        SymbolicTensor value,
        SymbolicTensor? key = null,
        SymbolicTensor? queryMask = null,
        SymbolicTensor? valueMask = null,
        bool useCausalMask = false
    )
    {
        var given = Given(query, value, key, queryMask, valueMask, useCausalMask);
        return Invoke(context, given.Tensors, given.Arguments)[0];
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        CheckInputs(inputShapes);
        AddWeights(inputShapes[0][-1].IsKnown ? inputShapes[0][-1].Value : -1);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        var sources = context.Unnamed(inputs);
        CheckInputs([.. sources.Select(s => s.Shape)]);
        var (query, value) = (sources[0], sources[1]);
        var key = sources.Count == 3 ? sources[2] : value;
        var given = context.TensorArguments(inputs, MaskArgument);
        if (given.Count > 0 && given.Count is not (2 or 3))
            throw new LayerException(
                Name,
                $"a list of {given.Count} masks came; that of the query and that of the value were expected. Give both, or null for one."
            );
        var queryMask = Checked(given.Count > 0 ? given[0] : context.GetMask(query), query, "query");
        var valueMask = Checked(given.Count > 0 ? given[1] : context.GetMask(value), value, "value");

        var q = query.In(context);
        var k = key.In(context);
        var pairs = valueMask is null ? null : Op.Unsqueeze(Scores.Truth(valueMask), [-2]);
        if (context.Flag(UseCausalMask))
            pairs = Scores.Both(pairs, Scores.Causal(q, q.Rank - 2, k, k.Rank - 2));
        var weights = Scores.Dropped(context, Scores.Softmax(Score(context, q, k), pairs), Dropout, Seed);
        var y = Op.MatMul(weights, ReferenceEquals(key.Value, value.Value) ? k : value.In(context));
        if (queryMask is not null)
            y *= Op.Cast(Op.Unsqueeze(Scores.Truth(queryMask), [-1]), y.ElementType);
        var output = new SymbolicTensor(y);
        if (queryMask is not null)
            context.SetMask(output, queryMask);
        return context.Flag(ReturnAttentionScores) ? [output, new SymbolicTensor(weights)] : [output];
    }

    private static NamedInputs Given(
        SymbolicTensor query,
        SymbolicTensor value,
        SymbolicTensor? key,
        SymbolicTensor? queryMask,
        SymbolicTensor? valueMask,
        bool useCausalMask
    )
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(value);
        return new NamedInputs(query, value, key)
            .With(MaskArgument, queryMask, valueMask)
            .With(UseCausalMask, useCausalMask);
    }

    private SymbolicTensor? Checked(SymbolicTensor? mask, SymbolicTensor of, string name)
    {
        if (mask is null)
            return null;
        this.CheckPlaces(mask.Shape, of.Shape, "a mask", name);
        return mask;
    }

    private void CheckInputs(IReadOnlyList<Shape> shapes)
    {
        string came = string.Join(", ", shapes);
        if (shapes.Count is not (2 or 3))
            throw new LayerException(
                Name,
                $"{shapes.Count} {(shapes.Count == 1 ? "tensor" : "tensors")} came, of {came}; a query and a value were expected, or a query, a value and a key. Apply it to a list: Apply(query, value)."
            );
        if (shapes.Any(s => s.Rank != shapes[0].Rank || s.Rank < 3))
            throw new LayerException(
                Name,
                $"inputs of shapes {came} came; all must have as many dimensions, 3 or more: (batch, places, features). Reshape them."
            );
        var (query, value, key) = (shapes[0], shapes[1], shapes[^1]);
        if (Differ(query[-1], key[-1]))
            throw new LayerException(
                Name,
                $"a query of shape {query} came for a key of shape {key}; their last axes must have one size. Project one of them, as by a Dense."
            );
        if (Differ(value[-2], key[-2]))
            throw new LayerException(
                Name,
                $"a value of shape {value} came with a key of shape {key}; there must be one key for each value. Give as many of both."
            );
    }

    private static bool Differ(Dim a, Dim b) => a.IsKnown && b.IsKnown && a != b;
}

using System.Text.Json.Nodes;
using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>
/// Attention between projections: queries, keys and values are multiplied by learned matrices into several heads, each head weighs its
/// values by softmax(q · kᵀ / sqrt(size)), and what comes out is multiplied by a last matrix. What <see cref="MultiHeadAttention"/> and
/// <see cref="GroupedQueryAttention"/> have in common.
/// </summary>
public abstract class ProjectedAttention : Layer
{
    private protected const string QueryMask = "query_mask";
    private protected const string ValueMask = "value_mask";
    private protected const string KeyMask = "key_mask";
    private protected const string AttentionMask = "attention_mask";
    private protected const string ReturnAttentionScores = "return_attention_scores";
    private protected const string UseCausalMask = "use_causal_mask";

    private protected ProjectedAttention(
        double dropout,
        bool useBias,
        int? slidingWindow,
        bool? flashAttention,
        Initializer? kernelInitializer,
        Initializer? biasInitializer,
        Regularizer? kernelRegularizer,
        Regularizer? biasRegularizer,
        Regularizer? activityRegularizer,
        Constraint? kernelConstraint,
        Constraint? biasConstraint,
        bool useGate,
        int? seed,
        string? name
    )
        : base(name)
    {
        Dropout = Rates.Part(dropout);
        UseBias = useBias;
        SlidingWindow = slidingWindow is { } window ? Arguments.Positive(window, nameof(slidingWindow)) : null;
        FlashAttention = flashAttention;
        KernelInitializer = kernelInitializer ?? "glorot_uniform";
        BiasInitializer = biasInitializer ?? "zeros";
        KernelRegularizer = kernelRegularizer;
        BiasRegularizer = biasRegularizer;
        ActivityRegularizer = activityRegularizer;
        KernelConstraint = kernelConstraint;
        BiasConstraint = biasConstraint;
        UseGate = useGate;
        Seed = seed;
        if (flashAttention == true && dropout > 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"flashAttention came with a dropout of {dropout}; with it nothing can be dropped. Set dropout to 0, or leave flashAttention out."
                ),
                nameof(flashAttention)
            );
    }

    /// <summary>The part of the scores that is dropped while training.</summary>
    public double Dropout { get; }

    /// <summary>Whether projections add a bias.</summary>
    public bool UseBias { get; }

    /// <summary>A query attends to keys that are less than so many places away; null for all.</summary>
    public int? SlidingWindow { get; }

    /// <summary>Whether a form without scores was asked for. Numbers and memory are the same: no more than the softmax is ever kept.</summary>
    public bool? FlashAttention { get; }

    /// <summary>How the kernels are filled at first.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>How the biases are filled at first.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on the kernels.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The penalty on the biases.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>What the kernels must fulfil after each update.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>What the biases must fulfil after each update.</summary>
    public Constraint? BiasConstraint { get; }

    /// <summary>Whether a sigmoid of a projection of the query multiplies what was attended to.</summary>
    public bool UseGate { get; }

    /// <summary>The seed of the dropout; null where it draws by the model's.</summary>
    public int? Seed { get; }

    /// <summary>The projection of the query; null until the layer is built.</summary>
    public EinsumDense? QueryDense { get; private set; }

    /// <summary>The projection of the key; null until the layer is built.</summary>
    public EinsumDense? KeyDense { get; private set; }

    /// <summary>The projection of the value; null until the layer is built.</summary>
    public EinsumDense? ValueDense { get; private set; }

    /// <summary>The projection that makes the gate; null until the layer is built, and without a gate.</summary>
    public EinsumDense? GateDense { get; private set; }

    /// <summary>The last projection; null until the layer is built.</summary>
    public EinsumDense? OutputDense { get; private set; }

    internal override IReadOnlyList<string> CallKeywords =>
        [QueryMask, ValueMask, KeyMask, AttentionMask, ReturnAttentionScores, UseCausalMask];

    // The projections have it.
    private protected override bool PenalizesOutputs => false;

    /// <summary>Heads and size of a query.</summary>
    private protected abstract (int Heads, int Size) QueryHeads { get; }

    /// <summary>Heads of a key and a value.</summary>
    private protected abstract int KeyHeads { get; }

    /// <summary>The size of a value in each head.</summary>
    private protected abstract int ValueSize { get; }

    /// <summary>The sizes of the output behind the axes of the query that stay.</summary>
    private protected abstract int[] OutputSizes(Shape query);

    /// <summary>The axes over which attention goes, for inputs of a rank.</summary>
    private protected abstract int[] AxesOf(Shape query);

    /// <summary>Applies the layer to tensors of a model that is being drawn.</summary>
    /// <param name="query">What asks, (batch, T, features).</param>
    /// <param name="value">What is asked for, (batch, S, features).</param>
    /// <param name="key">By what it is found, (batch, S, features); the value by default.</param>
    /// <param name="queryMask">True where a query counts, (batch, T); by default the mask that the query brings.</param>
    /// <param name="valueMask">True where a value counts, (batch, S); by default the mask that the value brings.</param>
    /// <param name="keyMask">True where a key counts, (batch, S); by default the mask that the key brings.</param>
    /// <param name="attentionMask">True where a query attends to a key, (batch, T, S) or (batch, heads, T, S); sizes of 1 broadcast.</param>
    /// <param name="useCausalMask">Whether a query attends to no key behind its own place.</param>
    /// <returns>What was attended to, (batch, T, output).</returns>
    /// <exception cref="LayerException">The layer does not take such tensors.</exception>
    public SymbolicTensor Apply(
        SymbolicTensor query,
        SymbolicTensor value,
        SymbolicTensor? key = null,
        SymbolicTensor? queryMask = null,
        SymbolicTensor? valueMask = null,
        SymbolicTensor? keyMask = null,
        SymbolicTensor? attentionMask = null,
        bool useCausalMask = false
    )
    {
        var given = Given(query, value, key, queryMask, valueMask, keyMask, attentionMask, useCausalMask);
        return Apply(given.Tensors, given.Arguments)[0];
    }

    /// <summary>The same, with the scores after the softmax and before any dropout: (batch, heads, T, S).</summary>
    /// <inheritdoc cref="Apply(SymbolicTensor, SymbolicTensor, SymbolicTensor, SymbolicTensor, SymbolicTensor, SymbolicTensor, SymbolicTensor, bool)"/>
    /// <remarks>Keras: <c>return_attention_scores=True</c>.</remarks>
    public (SymbolicTensor Output, SymbolicTensor Scores) ApplyWithScores(
        SymbolicTensor query,
        SymbolicTensor value,
        SymbolicTensor? key = null,
        SymbolicTensor? queryMask = null,
        SymbolicTensor? valueMask = null,
        SymbolicTensor? keyMask = null,
        SymbolicTensor? attentionMask = null,
        bool useCausalMask = false
    )
    {
        var given = Given(query, value, key, queryMask, valueMask, keyMask, attentionMask, useCausalMask);
        var outputs = Apply(given.Tensors, given.With(ReturnAttentionScores, true).Arguments);
        return (outputs[0], outputs[1]);
    }

    /// <summary>Writes the layer into the graph that a context belongs to, as layers made of layers do in Call.</summary>
    /// <param name="context">The context that the caller's own <c>Call</c> was given.</param>
    /// <param name="query">What asks, (batch, T, features).</param>
    /// <param name="value">What is asked for, (batch, S, features).</param>
    /// <param name="key">By what it is found, (batch, S, features); the value by default.</param>
    /// <param name="queryMask">True where a query counts, (batch, T); by default the mask that the query brings.</param>
    /// <param name="valueMask">True where a value counts, (batch, S); by default the mask that the value brings.</param>
    /// <param name="keyMask">True where a key counts, (batch, S); by default the mask that the key brings.</param>
    /// <param name="attentionMask">True where a query attends to a key, (batch, T, S) or (batch, heads, T, S); sizes of 1 broadcast.</param>
    /// <param name="useCausalMask">Whether a query attends to no key behind its own place.</param>
    /// <returns>What was attended to, (batch, T, output).</returns>
    /// <exception cref="LayerException">The layer does not take such tensors.</exception>
    public SymbolicTensor Invoke(
        CallContext context,
        SymbolicTensor query,
        SymbolicTensor value,
        SymbolicTensor? key = null,
        SymbolicTensor? queryMask = null,
        SymbolicTensor? valueMask = null,
        SymbolicTensor? keyMask = null,
        SymbolicTensor? attentionMask = null,
        bool useCausalMask = false
    )
    {
        var given = Given(query, value, key, queryMask, valueMask, keyMask, attentionMask, useCausalMask);
        return Invoke(context, given.Tensors, given.Arguments)[0];
    }

    /// <summary>The same, with the scores.</summary>
    internal (SymbolicTensor Output, SymbolicTensor Scores) InvokeWithScores(
        CallContext context,
        SymbolicTensor query,
        SymbolicTensor value,
        SymbolicTensor? attentionMask
    )
    {
        var given = Given(query, value, null, null, null, null, attentionMask, false);
        var outputs = Invoke(context, given.Tensors, given.With(ReturnAttentionScores, true).Arguments);
        return (outputs[0], outputs[1]);
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        CheckInputs(inputShapes);
        // The key is the value where there are two.
        var (query, value, key) = (inputShapes[0], inputShapes[1], inputShapes[^1]);
        foreach (var shape in inputShapes)
            this.KnownChannels(shape);
        QueryDense = Projection("query", query.Rank, QueryHeads.Heads, QueryHeads.Size);
        KeyDense = Projection("key", key.Rank, KeyHeads, QueryHeads.Size);
        if (UseGate)
            GateDense = Projection("gate", query.Rank, QueryHeads.Heads, ValueSize, "sigmoid");
        ValueDense = Projection("value", value.Rank, KeyHeads, ValueSize);
        int[] sizes = OutputSizes(query);
        string kept = Letters(0, query.Rank - 1);
        string made = Letters(query.Rank + 1, sizes.Length);
        string summed = Letters(query.Rank - 1, 2);
        OutputDense = Dense(
            "attention_output",
            $"{kept}{summed},{summed}{made}->{kept}{made}",
            [.. new int?[query.Rank - 2], .. sizes.Select(s => (int?)s)],
            made
        );
    }

    private protected override JsonObject? BuildConfig() =>
        NamedInputs.BuildConfig(BuiltFor, "query_shape", "value_shape", "key_shape");

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        bool returnsScores = context.Flag(ReturnAttentionScores);
        if (returnsScores && FlashAttention == true)
            throw new LayerException(
                Name,
                "scores were asked for with flashAttention, which makes none. Leave flashAttention out, or do not ask for scores."
            );
        var sources = context.Unnamed(inputs);
        CheckInputs([.. sources.Select(s => s.Shape)]);
        var (query, value) = (sources[0], sources[1]);
        var key = sources.Count == 3 ? sources[2] : value;
        CheckFeatures(query, QueryDense!);
        CheckFeatures(key, KeyDense!);
        CheckFeatures(value, ValueDense!);
        var axes = new AttentionAxes(query.Rank + 1, AxesOf(query.Shape));
        var mask = new AttentionMasks(this, context, inputs, axes).Of(query, value, sources.Count == 3 ? key : null);

        var q = QueryDense!.Invoke(context, query).Value * (1 / Math.Sqrt(QueryHeads.Size));
        var k = KeyDense!.Invoke(context, key).Value;
        var gate = GateDense?.Invoke(context, query).Value;
        var v = ValueDense!.Invoke(context, value).Value;
        var (y, scores) = Attend(context, axes, q, k, v, mask);
        if (gate is not null)
            y *= gate;
        var output = OutputDense!.Invoke(context, new SymbolicTensor(y));
        if ((context.TensorArgument(inputs, QueryMask) ?? context.GetMask(query)) is { } own)
            context.SetMask(output, own);
        return returnsScores ? [output, new SymbolicTensor(scores)] : [output];
    }

    /// <summary>What was attended to (batch, ..., heads, size), and the scores after the softmax.</summary>
    private (Value Output, Value Scores) Attend(
        CallContext context,
        AttentionAxes axes,
        Value q,
        Value k,
        Value v,
        AttentionMasks.Result mask
    )
    {
        var scores = Grouped(axes.Rows(q), rows => Op.MatMul(rows, axes.Columns(k)));
        var flat = scores;
        if (mask.Pairs is { } pairs)
            scores = axes.Together(Scores.Masked(axes.Apart(scores, q.Shape, k.Shape), pairs), flat);
        var weights = Op.Softmax(scores);
        var kept = Scores.Dropped(context, weights, Dropout, Seed);
        var y = axes.RowsApart(Grouped(kept, rows => Op.MatMul(rows, axes.Rows(v))), q.Shape);
        var shown = axes.Apart(weights, q.Shape, k.Shape);
        if (mask.Rows is { } counts)
        {
            // A query of which nothing counts gets nothing.
            y *= axes.Count == 1 ? counts : Op.Squeeze(counts, axes.KeyAxes[1..]);
            shown *= counts;
        }
        return (axes.Back(y), shown);
    }

    /// <summary>
    /// A product of rows (batch, heads, rows, n) with something that has fewer heads, each of which serves a group of neighbours: the rows
    /// of a group go under one another.
    /// </summary>
    private Value Grouped(Value rows, Func<Value, Value> product)
    {
        var (heads, fewer) = (QueryHeads.Heads, KeyHeads);
        return heads == fewer ? product(rows) : Op.Reshape(product(Op.Reshape(rows, 0, fewer, -1, 0)), 0, heads, -1, 0);
    }

    private static NamedInputs Given(
        SymbolicTensor query,
        SymbolicTensor value,
        SymbolicTensor? key,
        SymbolicTensor? queryMask,
        SymbolicTensor? valueMask,
        SymbolicTensor? keyMask,
        SymbolicTensor? attentionMask,
        bool useCausalMask
    )
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(value);
        return new NamedInputs(query, value, key)
            .With(QueryMask, queryMask)
            .With(ValueMask, valueMask)
            .With(KeyMask, keyMask)
            .With(AttentionMask, attentionMask)
            .With(UseCausalMask, useCausalMask);
    }

    private EinsumDense Projection(string name, int rank, int heads, int size, string? activation = null)
    {
        string kept = Letters(0, rank - 1);
        string summed = Letters(rank - 1, 1);
        string made = Letters(rank, 2);
        return Dense(
            name,
            $"{kept}{summed},{summed}{made}->{kept}{made}",
            [.. new int?[rank - 2], heads, size],
            made,
            activation
        );
    }

    private EinsumDense Dense(string name, string equation, int?[] shape, string made, string? activation = null) =>
        Track(
            new EinsumDense(
                equation,
                shape,
                activation is null ? null : (ActivationFunction)activation,
                UseBias ? made : null,
                KernelInitializer,
                BiasInitializer,
                KernelRegularizer,
                BiasRegularizer,
                KernelConstraint,
                BiasConstraint,
                name: name
            )
            {
                ActivityRegularizer = ActivityRegularizer,
            }
        );

    private static string Letters(int from, int count) =>
        string.Concat(Enumerable.Range(from, count).Select(i => (char)('a' + i)));

    private void CheckFeatures(SymbolicTensor input, EinsumDense projection)
    {
        if (projection.Kernel is not { } kernel || !input.Shape[-1].IsKnown || input.Shape[-1] == kernel.Shape[0])
            return;
        throw this.Misfit(
            input.Shape,
            $"the layer was built for a {projection.Name} with a last axis of {kernel.Shape[0]}",
            "Give that, or make another layer."
        );
    }

    private void CheckInputs(IReadOnlyList<Shape> shapes)
    {
        string came = string.Join(", ", shapes);
        if (shapes.Count is not (2 or 3))
            throw new LayerException(
                Name,
                $"{shapes.Count} {(shapes.Count == 1 ? "tensor" : "tensors")} came, of {came}; a query and a value were expected, or a query, a value and a key. Apply it to a list: Apply(x, x) for self-attention."
            );
        var query = shapes[0];
        int[] axes = query.Rank >= 3 ? AxesOf(query) : [];
        if (query.Rank < 3 || shapes.Any(s => s.Rank != query.Rank))
            throw new LayerException(
                Name,
                $"inputs of shapes {came} came; all must have as many dimensions, 3 or more: (batch, places, features). Reshape them."
            );
        foreach (var (other, name) in shapes.Skip(1).Zip(["value", "key"]))
            for (int i = 0; i < query.Rank - 1; i++)
                if (!axes.Contains(i) && Differ(query[i], other[i]))
                    throw new LayerException(
                        Name,
                        $"a query of shape {query} came for a {name} of shape {other}; along axis {i}, over which no attention goes, they must have one size. Give them so."
                    );
        for (int i = 1; shapes.Count == 3 && i < query.Rank - 1; i++)
            if (Differ(shapes[1][i], shapes[2][i]))
                throw new LayerException(
                    Name,
                    $"a value of shape {shapes[1]} came with a key of shape {shapes[2]}; there must be one key for each value. Give as many of both."
                );

        static bool Differ(Dim a, Dim b) => a.IsKnown && b.IsKnown && a != b;
    }
}

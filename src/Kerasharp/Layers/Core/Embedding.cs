using System.Numerics.Tensors;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Regularizers;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>A table of vectors, of which whole numbers choose: y[...] = embeddings[x[...]].</summary>
/// <remarks>
/// <para>Input: (batch, ...), whole numbers from 0 to inputDim - 1; fractions of floating-point ones are cut. What a model is given is
/// looked through before anything runs, and numbers outside are refused. Output: (batch, ..., outputDim).</para>
/// <para>Weights: <c>embeddings</c> (inputDim, outputDim); with LoRA also <c>lora_embeddings_a</c> (inputDim, rank) and
/// <c>lora_embeddings_b</c> (rank, outputDim), and the embeddings are frozen.</para>
/// <para>Keras: <c>keras.layers.Embedding</c>.</para>
/// </remarks>
/// <example><code>
/// new Sequential([new Input(10) { ElementType = ElementType.Int32 }, new Embedding(1000, 64)])   // (None, 10) becomes (None, 10, 64)
/// </code></example>
public class Embedding : LoraLayer
{
    private readonly float[]? _values;

    /// <summary>A layer of a number of vectors.</summary>
    /// <param name="inputDim">The number of vectors, at least 1: the greatest index plus 1.</param>
    /// <param name="outputDim">The size of each, at least 1.</param>
    /// <param name="embeddingsInitializer">How the table is filled at first; <c>uniform</c> (-0.05 to 0.05) by default.</param>
    /// <param name="embeddingsRegularizer">The penalty on the table; none by default.</param>
    /// <param name="embeddingsConstraint">What the table must fulfil after each update; nothing by default.</param>
    /// <param name="maskZero">Whether the index 0 stands for padding, which later layers, loss and metrics pass over.</param>
    /// <param name="weights">The table's first values (inputDim, outputDim), in place of an initializer. Configurations leave them out.</param>
    /// <param name="loraRank">The rank of LoRA's matrices, at least 1; without LoRA by default. See <see cref="LoraLayer"/>.</param>
    /// <param name="loraAlpha">LoRA's product counts alpha / rank times; the rank by default.</param>
    /// <param name="name">The layer's name; <c>embedding</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The weights have another shape, or <paramref name="loraAlpha"/> came without a rank.</exception>
    public Embedding(
        int inputDim,
        int outputDim,
        Initializer? embeddingsInitializer = null,
        Regularizer? embeddingsRegularizer = null,
        Constraint? embeddingsConstraint = null,
        bool maskZero = false,
        [NotConfigured] Tensor<float>? weights = null,
        int? loraRank = null,
        double? loraAlpha = null,
        string? name = null
    )
        : base(loraRank, loraAlpha, name)
    {
        InputDim = Arguments.Positive(inputDim, nameof(inputDim));
        OutputDim = Arguments.Positive(outputDim, nameof(outputDim));
        EmbeddingsInitializer = embeddingsInitializer ?? "uniform";
        EmbeddingsRegularizer = embeddingsRegularizer;
        EmbeddingsConstraint = embeddingsConstraint;
        MaskZero = maskZero;
        _values = weights is null ? null : Values(weights);
    }

    /// <summary>The number of vectors.</summary>
    public int InputDim { get; }

    /// <summary>The size of each vector.</summary>
    public int OutputDim { get; }

    /// <summary>How the table is filled at first.</summary>
    public Initializer EmbeddingsInitializer { get; }

    /// <summary>The penalty on the table.</summary>
    public Regularizer? EmbeddingsRegularizer { get; }

    /// <summary>What the table must fulfil after each update.</summary>
    public Constraint? EmbeddingsConstraint { get; }

    /// <summary>Whether the index 0 stands for padding.</summary>
    public bool MaskZero { get; }

    /// <summary>The table (inputDim, outputDim); null until the layer is built. With LoRA it is the frozen one.</summary>
    public Weight? Embeddings { get; private set; }

    private protected override Weight? AdaptedWeight => Embeddings;

    // Indices must not be rounded, and of the table only the rows that are taken need be cast.
    private protected override bool Autocasts => false;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        Embeddings = AddWeight(
            "embeddings",
            [InputDim, OutputDim],
            _values is null ? EmbeddingsInitializer : Initializer.From(_ => _values),
            regularizer: EmbeddingsRegularizer,
            constraint: EmbeddingsConstraint
        );
        EnableIfAsked();
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        context.Choices.Add((input.Value, InputDim, Name));
        var indices = input.ElementType is ElementType.Int32 or ElementType.Int64
            ? input.Value
            : Op.Cast(input.Value, ElementType.Int32);
        var y = Op.Gather(context[Embeddings!].Value, indices);
        y = Adapted(y, context, table => Op.Gather(table, indices));
        var output = new SymbolicTensor(Op.Cast(y, context.ComputeType));
        if (MaskZero)
            context.SetMask(output, new SymbolicTensor(Op.Not(Op.Equal(input.Value, input.Value.Like(0)))));
        return output;
    }

    private float[] Values(Tensor<float> weights)
    {
        var lengths = weights.Lengths;
        if (lengths.Length != 2 || lengths[0] != InputDim || lengths[1] != OutputDim)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Weights of shape ({string.Join(", ", lengths.ToArray())}) came for an Embedding of ({InputDim}, {OutputDim}). Give a row for each index."
                ),
                nameof(weights)
            );
        var values = new float[weights.FlattenedLength];
        weights.FlattenTo(values);
        return values;
    }
}

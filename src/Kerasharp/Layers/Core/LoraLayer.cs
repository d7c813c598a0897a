using Kerasharp.Initializers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// A layer whose large weight W can be adapted by LoRA: W is frozen, and W + (alpha / rank) A · B takes its place, of which only the two
/// small matrices are trained.
/// </summary>
/// <remarks>
/// <para>Weights once it is enabled: <c>lora_kernel_a</c> (..., rank) and <c>lora_kernel_b</c> (rank, n) beside a <c>kernel</c> (..., n);
/// <c>lora_embeddings_a</c> and <c>lora_embeddings_b</c> beside <c>embeddings</c>.</para>
/// <para>Files of weights and exported models hold the sum, under the weight's own name, as in Keras.</para>
/// <para>Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2021. Keras: <c>Dense.enable_lora</c> and its like.</para>
/// </remarks>
public abstract class LoraLayer : Layer
{
    private protected LoraLayer(int? loraRank, double? loraAlpha, string? name)
        : base(name)
    {
        LoraRank = loraRank is { } rank ? Arguments.Positive(rank, nameof(loraRank)) : null;
        LoraAlpha =
            loraAlpha is null || loraRank is not null
                ? loraAlpha ?? loraRank
                : throw new ArgumentException(
                    FormattableString.Invariant(
                        $"A loraAlpha of {loraAlpha} came without a loraRank, by which it is divided. Give the rank, too, or leave both out."
                    )
                );
    }

    /// <summary>The number of columns of A and rows of B; null while LoRA is not asked for.</summary>
    public int? LoraRank { get; private set; }

    /// <summary>What the product is multiplied by, times the rank; the rank unless told.</summary>
    public double? LoraAlpha { get; private set; }

    /// <summary>Whether LoRA is enabled: asked for by the constructor and built, or by <see cref="EnableLora"/>.</summary>
    public bool LoraEnabled => AdaptedWeight?.Adapter is not null;

    /// <summary>The weight that LoRA adapts; null until the layer is built.</summary>
    private protected abstract Weight? AdaptedWeight { get; }

    /// <summary>
    /// Freezes the layer's weight and adds the product of two small matrices to it, which are trained in its place. Compile the model
    /// (again) afterwards: a step that was made before does not know them.
    /// </summary>
    /// <param name="rank">The number of columns of A and rows of B, at least 1.</param>
    /// <param name="loraAlpha">The product counts alpha / rank times; the rank by default.</param>
    /// <param name="aInitializer">How A is filled at first; <c>he_uniform</c> by default.</param>
    /// <param name="bInitializer">How B is filled at first; <c>zeros</c> by default, so that nothing changes at first.</param>
    /// <exception cref="InvalidOperationException">The layer is not built, has a constraint on the weight, or LoRA is enabled already.</exception>
    /// <example><code>
    /// foreach (var layer in model.Layers.OfType&lt;Dense&gt;())
    ///     layer.EnableLora(rank: 4);
    /// model.Compile("adam", "mse");
    /// </code></example>
    public void EnableLora(
        int rank,
        double? loraAlpha = null,
        Initializer? aInitializer = null,
        Initializer? bInitializer = null
    )
    {
        Arguments.Positive(rank, nameof(rank));
        if (!IsBuilt)
            throw new InvalidOperationException(
                $"EnableLora was called on the layer '{Name}' before its weights are made; it needs them. Put an Input first, or fit the model."
            );
        if (LoraEnabled)
            throw new InvalidOperationException(
                $"EnableLora was called on the layer '{Name}', where LoRA is enabled already; it can be once. Make a new layer for another rank."
            );
        Enable(rank, loraAlpha ?? rank, aInitializer, bInitializer);
    }

    /// <summary>Enables LoRA where the constructor asked for it; Build calls it behind the weights.</summary>
    private protected void EnableIfAsked()
    {
        if (LoraRank is { } rank)
            Enable(rank, LoraAlpha!.Value, null, null);
    }

    /// <summary>
    /// Adds to what a layer gives what the adapter adds, where the layer is linear in the weight and leaves the last axis as it is:
    /// layer(W + A · B) is layer(W) + layer(A) · B, which spares the gradient of the whole weight.
    /// </summary>
    private protected Value Adapted(Value output, CallContext context, Func<Value, Value> layer) =>
        AdaptedWeight is { Adapter: { } adapter } && !context.MergesAdapters
            ? output + Op.MatMul(layer(context[adapter.A].Value), context[adapter.B].Value) * adapter.Factor
            : output;

    /// <summary>The weight with what the adapter adds.</summary>
    private protected Value Effective(CallContext context) =>
        AdaptedWeight is { Adapter: { } adapter } weight && !context.MergesAdapters
            ? adapter.Merged(context, weight).Value
            : context[AdaptedWeight!].Value;

    private void Enable(int rank, double alpha, Initializer? a, Initializer? b)
    {
        var weight = AdaptedWeight!;
        if (weight.Constraint is not null)
            throw new InvalidOperationException(
                $"LoRA was asked for on the layer '{Name}', whose weight '{weight.Name}' has a constraint; the sum would not fulfil it. Leave the constraint out."
            );
        long[] shape = weight.Shape.ToArray();
        var matrixA = Matrix("a", [.. shape[..^1], rank], a ?? "he_uniform");
        var matrixB = Matrix("b", [rank, shape[^1]], b ?? "zeros");
        weight.Trainable = false;
        LoraRank = rank;
        LoraAlpha = alpha;
        new LowRankAdapter(matrixA, matrixB, alpha / rank).Attach(weight);

        Weight Matrix(string name, long[] size, Initializer initializer) =>
            AddWeight(
                $"lora_{weight.Name}_{name}",
                size,
                initializer,
                true,
                weight.Regularizer,
                null,
                null,
                isAdapter: true
            );
    }
}

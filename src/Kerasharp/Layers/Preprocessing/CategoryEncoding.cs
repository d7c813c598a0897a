using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>Categories, numbered from 0, as rows of zeros and ones or of counts.</summary>
/// <remarks>
/// <para>Input: whole numbers. <c>one_hot</c>: a row for each, (...) becomes (..., tokens), and a last axis of 1 becomes the row.
/// <c>multi_hot</c> and <c>count</c>: a row for each example, (batch, elements) becomes (batch, tokens); with further axes,
/// (batch, elements, ...) becomes (batch, ..., tokens).</para>
/// <para>In the mode <c>count</c> a second input of the first's shape may say how much each element counts: <c>Apply([x, weights])</c>.</para>
/// <para>Numbers that are no category leave no mark.</para>
/// <para>Keras: <c>keras.layers.CategoryEncoding</c>.</para>
/// </remarks>
/// <example><code>new CategoryEncoding(numTokens: 4)   // [0, 3, 3] becomes [1, 0, 0, 1]</code></example>
public sealed class CategoryEncoding : Layer
{
    /// <summary>A layer for so many categories.</summary>
    /// <param name="numTokens">How many categories there are, at least 1.</param>
    /// <param name="outputMode"><c>multi_hot</c>, <c>one_hot</c> or <c>count</c>.</param>
    /// <param name="name">The layer's name; <c>category_encoding</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">The number is below 1, or the mode is not known.</exception>
    public CategoryEncoding(int numTokens, string outputMode = "multi_hot", string? name = null)
        : base(name)
    {
        NumTokens = Arguments.Positive(numTokens, nameof(numTokens));
        OutputMode = Arguments.OneOf(
            outputMode == "binary" ? "multi_hot" : outputMode,
            "output mode",
            "multi_hot",
            "one_hot",
            "count"
        );
    }

    /// <summary>How many categories there are.</summary>
    public int NumTokens { get; }

    /// <summary><c>multi_hot</c>, <c>one_hot</c> or <c>count</c>.</summary>
    public string OutputMode { get; }

    private protected override bool ComputesWide => true;

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) => CheckInputs(inputShapes);

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        CheckInputs([.. inputs.Select(i => i.Shape)]);
        var rows = CategoryRows.Encode(
            this,
            CategoryRows.Whole(inputs[0].Value),
            OutputMode,
            NumTokens,
            context.ComputeType,
            inputs.Count == 2 ? inputs[1].In(context) : null
        );
        return [new SymbolicTensor(rows)];
    }

    private void CheckInputs(IReadOnlyList<Shape> shapes)
    {
        if (shapes.Count > (OutputMode == "count" ? 2 : 1))
            throw new LayerException(
                Name,
                $"{shapes.Count} inputs came in the mode '{OutputMode}'; one was expected, and in the mode 'count' weights besides. Leave the others out, or use outputMode: \"count\"."
            );
        if (shapes.Count == 2 && !shapes[1].Equals(shapes[0]))
            throw new LayerException(
                Name,
                $"inputs of shapes {shapes[0]}, {shapes[1]} came; a weight for each element was expected. Give both one shape."
            );
    }
}

using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>
/// The base of layers that make numbers of strings. Graphs have no strings, so these layers run before the model: their own <c>Apply</c>
/// takes strings and gives what the model takes.
/// </summary>
/// <example><code>
/// var vectorize = new TextVectorization(outputSequenceLength: 8);
/// vectorize.Adapt(texts);
/// model.Fit(vectorize.Apply(texts), labels);
/// </code></example>
public abstract class TextLayer : Layer
{
    private protected TextLayer(string? name)
        : base(name) { }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) { }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs) =>
        throw new LayerException(
            Name,
            $"a tensor came, as inside of a model; {Takes} expected, which graphs do not hold. Call its Apply with them before the model, and give the model what comes of it."
        );

    /// <summary>What the layer takes, for messages: "strings were".</summary>
    private protected virtual string Takes => "strings were";

    /// <summary>Places as the output mode has them.</summary>
    /// <param name="places">Whole numbers; those outside of a row leave no mark in it.</param>
    /// <param name="dims">Their dimensions.</param>
    /// <param name="mode">int, one_hot, multi_hot, count or tf_idf.</param>
    /// <param name="depth">The length of a row.</param>
    /// <param name="weights">For tf_idf, what a place counts.</param>
    private protected static TensorData Encode(
        long[] places,
        long[] dims,
        string mode,
        int depth,
        double[]? weights = null
    )
    {
        if (mode == "int")
            return Tensor(places, dims);
        if (mode == "one_hot")
        {
            long[] each = dims is [.., _, 1] ? dims[..^1] : dims;
            var marks = new float[checked(places.Length * (long)depth)];
            for (int i = 0; i < places.Length; i++)
                if ((ulong)places[i] < (ulong)depth)
                    marks[i * (long)depth + places[i]] = 1;
            return Tensor(marks, [.. each, depth]);
        }

        // One row for all along the second axis; a single axis is one example.
        long examples = dims.Length == 1 ? 1 : dims[0];
        long elements = dims.Length == 1 ? dims[0] : dims[1];
        long[] further = dims.Length == 1 ? [] : dims[2..];
        long inner = further.Aggregate(1L, (a, b) => a * b);
        var rows = new float[checked(examples * inner * depth)];
        for (long i = 0; i < places.Length; i++)
        {
            long place = places[i];
            if ((ulong)place >= (ulong)depth)
                continue;
            long example = i / (elements * inner);
            ref float mark = ref rows[(example * inner + i % inner) * depth + place];
            mark = mode == "multi_hot" ? 1 : mark + 1;
        }
        if (weights is not null)
            for (long i = 0; i < rows.Length; i++)
                rows[i] *= (float)weights[i % depth];
        return dims.Length == 1 ? Tensor(rows, [depth]) : Tensor(rows, [examples, .. further, depth]);
    }

    private static TensorData Tensor(long[] values, long[] dims) =>
        System.Numerics.Tensors.Tensor.Create(values, Array.ConvertAll(dims, d => (nint)d));

    private static TensorData Tensor(float[] values, long[] dims) =>
        System.Numerics.Tensors.Tensor.Create(values, Array.ConvertAll(dims, d => (nint)d));
}

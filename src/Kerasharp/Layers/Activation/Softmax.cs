using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>eˣ divided by its sum along an axis, or along several together; what a mask leaves out counts as 0.</summary>
/// <remarks>
/// <para>Input: any shape; or the tensor and a mask, true (or above 0.5) where an element counts, that broadcasts to it:
/// <c>Apply(scores, mask)</c>. A mask that the tensor brings itself, of its own rank, is taken likewise; one of steps of a sequence is only
/// handed on. Output: the tensor's shape.</para>
/// <para>Keras: <c>keras.layers.Softmax</c>.</para>
/// </remarks>
/// <example><code>
/// new Softmax()
/// var attention = new Softmax(axis: [-2, -1]).Apply(scores, mask);
/// </code></example>
public sealed class Softmax : Layer
{
    // What Keras puts where the mask leaves an element out.
    private const double Nothing = -1e9;

    /// <summary>A layer of the function.</summary>
    /// <param name="axis">The axis or the axes that the sum goes over; the last one by default.</param>
    /// <param name="name">The layer's name; <c>softmax</c>, numbered, by default.</param>
    public Softmax(Axes? axis = null, string? name = null)
        : base(name) => Axis = axis ?? -1;

    /// <summary>The axis or the axes that the sum goes over.</summary>
    public Axes Axis { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    // A mask here is any that broadcasts to the input, and stands behind it.
    internal override IReadOnlyList<string> CallKeywords => ["mask"];

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) { }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        if (inputs.Count > 2)
            throw new LayerException(
                Name,
                $"{inputs.Count} tensors came; it takes one, or one and a mask. Give those."
            );
        var input = inputs[0];
        var own = context.GetMask(input);
        var mask =
            inputs.Count == 2 ? Checked(inputs[1], input.Shape)
            : own?.Rank == input.Rank ? own
            : null;
        var output = new SymbolicTensor(Masked(input.In(context), mask?.Value));
        if (own is not null)
            context.SetMask(output, own);
        return [output];
    }

    private Value Masked(Value x, Value? mask)
    {
        int[] axes =
            Axis.From(x.Rank)
            ?? throw this.Misfit(
                x.Shape,
                $"the axis {Axis} must be of its {x.Rank}, each once",
                "Give another axis, or reshape it."
            );
        if (mask is null)
            return Along(x, axes);
        if (mask.ElementType != ElementType.Bool)
            mask = mask.ElementType.IsFloat() ? Op.Greater(mask, mask.Like(0.5)) : Op.Cast(mask, ElementType.Bool);
        // Where nothing counts along the axis, all is 0.
        return Op.Where(mask, Along(Op.Where(mask, x, x.Like(Nothing)), axes), x.Like(0));
    }

    private static Value Along(Value x, int[] axes) =>
        axes.Length == 1
            ? Op.Softmax(x, axes[0])
            : Op.Exp(x - Op.ReduceLogSumExp(x, Array.ConvertAll(axes, a => (long)a), keepDims: true));

    private SymbolicTensor Checked(SymbolicTensor mask, Shape input)
    {
        bool fits = mask.Rank <= input.Rank;
        for (int i = 1; fits && i <= mask.Rank; i++)
            fits = mask.Shape[-i].IsOne || !mask.Shape[-i].IsKnown || !input[-i].IsKnown || mask.Shape[-i] == input[-i];
        return fits
            ? mask
            : throw new LayerException(
                Name,
                $"a mask of shape {mask.Shape} came for an input of shape {input}; each of its sizes must be 1 or the input's. Reshape the mask."
            );
    }
}

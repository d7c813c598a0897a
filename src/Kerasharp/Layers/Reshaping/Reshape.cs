using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The same elements, in order, under another shape; the batch stays.</summary>
/// <remarks>
/// <para>Input: (batch, ...), any shape. Output: (batch, ...targetShape), of as many elements.</para>
/// <para>Keras: <c>keras.layers.Reshape</c>.</para>
/// </remarks>
/// <example><code>new Reshape(28, 28, 1)   // (None, 784) becomes (None, 28, 28, 1); new Reshape(-1, 7) becomes (None, 112, 7)</code></example>
public sealed class Reshape : Layer
{
    private readonly long[] _target;

    /// <summary>A layer of a shape, that of one example.</summary>
    /// <param name="targetShape">The sizes without the batch, each at least 1; one of them may be -1 and follows from the others.</param>
    /// <exception cref="ArgumentException">A size is 0 or below -1, or several are -1.</exception>
    public Reshape(params long[] targetShape)
        : this(targetShape, null) { }

    /// <summary>A layer of a shape, that of one example, with a name.</summary>
    /// <param name="targetShape">The sizes without the batch, each at least 1; one of them may be -1 and follows from the others.</param>
    /// <param name="name">The layer's name; <c>reshape</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">A size is 0 or below -1, or several are -1.</exception>
    public Reshape(long[] targetShape, string? name)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(targetShape);
        if (Array.Exists(targetShape, size => size is 0 or < -1) || targetShape.Count(size => size == -1) > 1)
        {
            throw new ArgumentException(
                $"A target shape of {Text(targetShape)} came; each size must be at least 1, and one may be -1. "
                    + "Give the shape of one example, without the batch.",
                nameof(targetShape)
            );
        }
        _target = [.. targetShape];
    }

    /// <summary>The shape of one example as it was given.</summary>
    public IReadOnlyList<long> TargetShape => _target;

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        Check(input.Shape);
        // A zero keeps what stands in its place, here the batch.
        return new SymbolicTensor(Op.Reshape(input.Value, [0, .. _target]));
    }

    private void Check(Shape shape)
    {
        if (shape.Rank == 0)
            throw this.Misfit(
                shape,
                "at least a batch was expected",
                "Give the number of examples as first dimension."
            );
        var sizes = new Shape(shape.Skip(1).ToArray());
        if (!sizes.IsStatic)
            return;
        long have = sizes.ElementCount;
        long want = _target.Where(size => size != -1).Aggregate(1L, (product, size) => checked(product * size));
        if (_target.Contains(-1) ? have % want != 0 : have != want)
        {
            throw this.Misfit(
                shape,
                $"an example of {Text(_target)} has {(_target.Contains(-1) ? "a multiple of " : "")}{want} elements, this one has {have}",
                "Change the target shape or the layer before."
            );
        }
    }

    private static string Text(long[] sizes) => sizes.Length == 1 ? $"({sizes[0]},)" : $"({string.Join(", ", sizes)})";
}

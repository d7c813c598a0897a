using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The axes of each example in another order; the batch stays the first.</summary>
/// <remarks>
/// <para>Input: (batch, ...) of as many axes as are given. Output: (batch, ...), whose axis i is the input's axis dims[i].</para>
/// <para>Keras: <c>keras.layers.Permute</c>.</para>
/// </remarks>
/// <example><code>new Permute([2, 1])   // (None, 10, 64) becomes (None, 64, 10)</code></example>
public sealed class Permute : Layer
{
    private readonly int[] _dims;

    /// <summary>A layer of an order of axes.</summary>
    /// <param name="dims">The axes in their new order, each of 1, 2, ... once; the batch, axis 0, is not among them.</param>
    /// <param name="name">The layer's name; <c>permute</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">An axis is missing, or named twice.</exception>
    public Permute(int[] dims, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(dims);
        if (!dims.Order().SequenceEqual(Enumerable.Range(1, dims.Length)))
            throw new ArgumentException(
                $"dims of ({string.Join(", ", dims)}) came; each of the numbers from 1 to {dims.Length} was expected once. "
                    + "Count the axes from 1, behind the batch.",
                nameof(dims)
            );
        _dims = [.. dims];
    }

    /// <summary>The axes in their new order, counted from 1.</summary>
    public IReadOnlyList<int> Dims => _dims;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        if (input.Rank != _dims.Length + 1)
            throw this.Misfit(
                input.Shape,
                $"a batch and {_dims.Length} more dimensions were expected",
                "Name as many axes as an example has."
            );
        return new SymbolicTensor(Op.Transpose(input.Value, [0, .. _dims]));
    }
}

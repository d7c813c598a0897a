using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Each vector a number of times, as the steps of a sequence.</summary>
/// <remarks>
/// <para>Input: (batch, features). Output: (batch, n, features).</para>
/// <para>Keras: <c>keras.layers.RepeatVector</c>.</para>
/// </remarks>
/// <example><code>new RepeatVector(3)   // (None, 32) becomes (None, 3, 32)</code></example>
public sealed class RepeatVector : Layer
{
    /// <summary>A layer of a number of steps.</summary>
    /// <param name="n">How often each vector stands, at least 1.</param>
    /// <param name="name">The layer's name; <c>repeat_vector</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is below 1.</exception>
    public RepeatVector(int n, string? name = null)
        : base(name) => N = Arguments.Positive(n, nameof(n));

    /// <summary>How often each vector stands.</summary>
    public int N { get; }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        if (input.Rank != 2)
            throw this.Misfit(input.Shape, "2 dimensions (batch, features) were expected", "Flatten it.");
        return new SymbolicTensor(Op.Expand(Op.Unsqueeze(input.Value, [1]), Shape.Of(1, N, 1)));
    }
}

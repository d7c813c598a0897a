using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Puts all axes but the batch into one, the last running fastest.</summary>
/// <remarks>
/// <para>Input: (batch, a, b, ...). Output: (batch, a * b * ...); (batch, 1) of an input (batch,).</para>
/// <para>Keras: <c>keras.layers.Flatten</c>.</para>
/// </remarks>
/// <example><code>new Flatten()   // (None, 28, 28, 1) becomes (None, 784)</code></example>
/// <param name="name">The layer's name; <c>flatten</c>, numbered, by default.</param>
public sealed class Flatten(string? name = null) : Layer(name)
{
    /// <inheritdoc/>
    protected override bool PassesMask => false;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
        input.Rank == 2 ? input : new SymbolicTensor(Op.Flatten(input.Value));
}

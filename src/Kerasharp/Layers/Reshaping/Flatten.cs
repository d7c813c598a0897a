using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Puts all axes but the batch into one, the last running fastest.</summary>
/// <remarks>
/// <para>Input: (batch, a, b, ...). Output: (batch, a * b * ...); (batch, 1) of an input (batch,). With <c>channels_first</c> the second
/// axis goes behind the others before, so that the output is that of a network of <c>channels_last</c>.</para>
/// <para>Keras: <c>keras.layers.Flatten</c>.</para>
/// </remarks>
/// <example><code>new Flatten()   // (None, 28, 28, 1) becomes (None, 784)</code></example>
public sealed class Flatten : Layer
{
    private readonly DataFormat _format;

    /// <summary>A layer of a data format.</summary>
    /// <param name="dataFormat">Where the input has its channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="name">The layer's name; <c>flatten</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">The data format is unknown.</exception>
    public Flatten(string? dataFormat = null, string? name = null)
        : base(name) => _format = Layers.DataFormat.Of(dataFormat);

    /// <summary><c>channels_last</c> or <c>channels_first</c>.</summary>
    public string DataFormat => _format.Name;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        if (input.Rank == 2)
            return input;
        var x = input.Value;
        if (_format.ChannelsFirst && x.Rank > 2)
            x = Op.Transpose(x, Permutations.ToChannelsLast(x.Rank));
        return new SymbolicTensor(Op.Flatten(x));
    }
}

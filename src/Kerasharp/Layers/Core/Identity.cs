namespace Kerasharp.Layers;

/// <summary>Gives what it is given: a place for a layer where none is needed.</summary>
/// <remarks>
/// <para>Input and output: one tensor or several, of any shape.</para>
/// <para>Keras: <c>keras.layers.Identity</c>.</para>
/// </remarks>
/// <example><code>var shortcut = sameSize ? (Layer)new Identity() : new Dense(64);</code></example>
public sealed class Identity : Layer
{
    /// <summary>A layer that changes nothing.</summary>
    /// <param name="name">The layer's name; <c>identity</c>, numbered, by default.</param>
    public Identity(string? name = null)
        : base(name) { }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Onnx.Graphs.Shape> inputShapes) { }

    /// <inheritdoc/>
    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs) =>
        inputs;
}

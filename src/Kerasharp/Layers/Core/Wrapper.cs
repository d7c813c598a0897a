namespace Kerasharp.Layers;

/// <summary>
/// The base of layers that hold another one and change how it is called. The inner layer's weights count as the wrapper's, and it is
/// frozen with it. Derive from it, and call <c>Layer.Invoke(context, x)</c> in Call.
/// </summary>
/// <remarks>Keras: <c>keras.layers.Wrapper</c>.</remarks>
/// <example><code>
/// class Residual(Layer layer, string? name = null) : Wrapper(layer, name)
/// {
///     protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) => input + Layer.Invoke(context, input);
/// }
/// </code></example>
public abstract class Wrapper : Layer
{
    /// <summary>A layer around another one.</summary>
    /// <param name="layer">The inner layer.</param>
    /// <param name="name">The layer's name; the class's in snake case, numbered, by default.</param>
    protected Wrapper(Layer layer, string? name = null)
        : base(name) => Layer = Track(layer);

    private protected override bool MadeItsParts => false;

    /// <summary>The inner layer.</summary>
    public Layer Layer { get; }
}

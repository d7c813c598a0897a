using Kerasharp.Activations;
using Kerasharp.Saving;

namespace Kerasharp.Layers;

/// <summary>Applies an activation function.</summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>Keras: <c>keras.layers.Activation</c>.</para>
/// </remarks>
/// <example><code>
/// new Activation("relu")
/// new Activation(x => Ops.Relu(x) * 2)
/// </code></example>
public sealed class Activation : Layer
{
    /// <summary>A layer of a function.</summary>
    /// <param name="function">The function (Keras's <c>activation</c>), or Keras's name of one.</param>
    /// <param name="name">The layer's name; <c>activation</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">No function has that name.</exception>
    public Activation([KerasName("activation")] ActivationFunction function, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(function);
        Function = function;
    }

    /// <summary>A layer of a function of one's own.</summary>
    /// <param name="function">The function; it keeps the shape.</param>
    /// <param name="name">The layer's name; <c>activation</c>, numbered, by default.</param>
    public Activation(Func<SymbolicTensor, SymbolicTensor> function, string? name = null)
        : this((ActivationFunction)function, name) => ArgumentNullException.ThrowIfNull(function);

    /// <summary>The function.</summary>
    public ActivationFunction Function { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    internal override ActivationFunction? ShownActivation => Function;

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
        Function.Apply(new SymbolicTensor(input.In(context)));
}

using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The exponential linear unit: x from 0 on, alpha (eˣ - 1) below.</summary>
/// <remarks>
/// <para>Input and output: any shape.</para>
/// <para>Clevert et al., Fast and Accurate Deep Network Learning by Exponential Linear Units, 2015. Keras: <c>keras.layers.ELU</c>.</para>
/// </remarks>
/// <example><code>new ELU(alpha: 0.5)</code></example>
public sealed class ELU : Layer
{
    /// <summary>A layer of the function.</summary>
    /// <param name="alpha">The negative of what it tends to on the left.</param>
    /// <param name="name">The layer's name; <c>elu</c>, numbered, by default.</param>
    public ELU(double alpha = 1.0, string? name = null)
        : base(name) => Alpha = alpha;

    /// <summary>The negative of what the function tends to on the left.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
        new(Op.Elu(input.In(context), Alpha));
}

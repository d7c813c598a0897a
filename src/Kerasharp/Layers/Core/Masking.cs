using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Masks the steps of a sequence all of whose features have one value: they become zeros, and later layers, loss and metrics pass over
/// them.
/// </summary>
/// <remarks>
/// <para>Input and output: (batch, ..., steps, features). Mask: (batch, ..., steps), true where a step counts.</para>
/// <para>Keras: <c>keras.layers.Masking</c>.</para>
/// </remarks>
/// <example><code>new Sequential([new Input(10, 8), new Masking(maskValue: -1), new Dense(4)])</code></example>
public sealed class Masking : Layer
{
    /// <summary>A layer that masks.</summary>
    /// <param name="maskValue">The value of all features of a step that does not count.</param>
    /// <param name="name">The layer's name; <c>masking</c>, numbered, by default.</param>
    public Masking(double maskValue = 0.0, string? name = null)
        : base(name) => MaskValue = maskValue;

    /// <summary>The value of all features of a step that does not count.</summary>
    public double MaskValue { get; }

    /// <inheritdoc/>
    public override bool NeedsBuild => false;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        if (input.Rank < 2)
            throw this.Misfit(input.Shape, "at least 2 dimensions (batch, ..., features) were expected", "Reshape it.");
        var x = input.In(context);
        // Of truth values, ONNX Runtime has no maximum before opset 20.
        var differs = Op.Cast(Op.Not(Op.Equal(x, x.Like(MaskValue))), x.ElementType);
        var counts = Op.Cast(Op.ReduceMax(differs, [-1], keepDims: true), ElementType.Bool);
        var output = new SymbolicTensor(Op.Where(counts, x, x.Like(0)));
        context.SetMask(output, new SymbolicTensor(Op.Squeeze(counts, [-1])));
        return output;
    }
}

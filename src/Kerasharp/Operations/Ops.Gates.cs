using Kerasharp.Onnx.Operators;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>x sigmoid(x), also known as swish.</summary>
    public static SymbolicTensor Silu(SymbolicTensor x) => x * Sigmoid(x);

    /// <summary>x times the hard sigmoid of x, also known as hard swish.</summary>
    /// <remarks>Keras: <c>keras.activations.hard_silu</c>; Howard and others (2019), https://arxiv.org/abs/1905.02244.</remarks>
    public static SymbolicTensor HardSilu(SymbolicTensor x) => new(Op.HardSwish(x.Value));

    /// <summary>x times the probability that a standard normal number is below x.</summary>
    /// <param name="x">Any shape, which the result has, too.</param>
    /// <param name="approximate">Whether tanh stands for that probability, as older models have it.</param>
    /// <remarks>
    /// Keras: <c>keras.activations.gelu</c>, whose default this is; <c>keras.ops.gelu</c> approximates by default.
    /// Hendrycks and Gimpel (2016), https://arxiv.org/abs/1606.08415.
    /// </remarks>
    public static SymbolicTensor Gelu(SymbolicTensor x, bool approximate = false) => new(Op.Gelu(x.Value, approximate));

    /// <summary>x tanh(log(1 + e^x)).</summary>
    /// <remarks>Keras: <c>keras.activations.mish</c>; Misra (2019), https://arxiv.org/abs/1908.08681.</remarks>
    public static SymbolicTensor Mish(SymbolicTensor x) => new(Op.Mish(x.Value));

    /// <summary>The first half along an axis times the sigmoid of the second half.</summary>
    /// <param name="x">Any shape; the axis of even size.</param>
    /// <param name="axis">The axis, which is half as long in the result; negative ones count from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis, or its size is odd or not known.</exception>
    /// <remarks>Keras: <c>keras.activations.glu</c>; Dauphin and others (2016), https://arxiv.org/abs/1612.08083.</remarks>
    public static SymbolicTensor Glu(SymbolicTensor x, int axis = -1)
    {
        var size = x.Shape[AxisOf(x, axis)];
        if (!size.IsKnown || size.Value % 2 != 0)
            throw new ArgumentException(
                $"A tensor {x.Shape} came to Glu, which halves axis {axis}; a known, even size was expected there. Take another axis, or twice the units."
            );
        var halves = Op.Split(x.Value, AxisOf(x, axis), size.Value / 2, size.Value / 2);
        return new SymbolicTensor(halves[0]) * Sigmoid(new(halves[1]));
    }
}

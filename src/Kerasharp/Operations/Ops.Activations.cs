using Kerasharp.Onnx.Operators;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>1 / (1 + e^-x).</summary>
    public static SymbolicTensor Sigmoid(SymbolicTensor x) => new(Op.Sigmoid(x.Value));

    /// <summary>x / 6 + 1/2, but no less than 0 and no more than 1; at -3 and 3 its gradient is 0.</summary>
    /// <remarks>Keras: <c>keras.activations.hard_sigmoid</c>.</remarks>
    public static SymbolicTensor HardSigmoid(SymbolicTensor x) => new(Op.HardSigmoid(x.Value, 1.0 / 6, 0.5));

    /// <summary>(x + 1) / 2, but no less than 0 and no more than 1; at -1 and 1 its gradient is 0.</summary>
    /// <remarks>Keras: <c>keras.activations.sparse_sigmoid</c>; Blondel and others (2019), https://arxiv.org/abs/1901.02324.</remarks>
    public static SymbolicTensor SparseSigmoid(SymbolicTensor x) => new(Op.HardSigmoid(x.Value, 0.5, 0.5));

    /// <summary>The logarithm of the sigmoid, -log(1 + e^-x), which stays precise and finite far from 0.</summary>
    /// <remarks>Keras: <c>keras.activations.log_sigmoid</c>.</remarks>
    public static SymbolicTensor LogSigmoid(SymbolicTensor x) => -Softplus(-x);

    /// <summary>The hyperbolic tangent.</summary>
    public static SymbolicTensor Tanh(SymbolicTensor x) => new(Op.Tanh(x.Value));

    /// <summary>x, but no less than -1 and no more than 1; at both bounds its gradient is 1.</summary>
    /// <remarks>Keras: <c>keras.activations.hard_tanh</c>.</remarks>
    public static SymbolicTensor HardTanh(SymbolicTensor x) => Clip(x, -1, 1);

    /// <summary>x - tanh(x).</summary>
    /// <remarks>Keras: <c>keras.activations.tanh_shrink</c>.</remarks>
    public static SymbolicTensor TanhShrink(SymbolicTensor x) => x - Tanh(x);

    /// <summary>log(1 + e^x).</summary>
    public static SymbolicTensor Softplus(SymbolicTensor x) => new(Op.Softplus(x.Value));

    /// <summary>0 up to -1, (x + 1)^2 / 4 up to 1, x from there on.</summary>
    /// <remarks>Keras: <c>keras.activations.sparse_plus</c>.</remarks>
    public static SymbolicTensor SparsePlus(SymbolicTensor x) => Where(Less(x, 1), Square(Clip(x, -1, 1) + 1) / 4, x);

    /// <summary>(x + sqrt(x^2 + b)) / 2, a smooth rectifier without exponentials. It stays precise far below 0.</summary>
    /// <param name="x">Any shape, which the result has, too.</param>
    /// <param name="b">How far the bend at 0 reaches, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">b is negative.</exception>
    /// <remarks>Keras: <c>keras.activations.squareplus</c>; Barron (2021), https://arxiv.org/abs/2112.11687.</remarks>
    public static SymbolicTensor Squareplus(SymbolicTensor x, double b = 4)
    {
        // sqrt(x^2 + b) - |x| would lose all digits for great x; b / (sqrt(x^2 + b) + |x|) is the same and loses none.
        var size = Absolute(x);
        var rectified = (x + size) / 2;
        return NotNegative(b, nameof(b)) == 0 ? rectified : rectified + b / 2 / (Sqrt(Square(x) + b) + size);
    }

    /// <summary>x / (1 + |x|).</summary>
    public static SymbolicTensor Softsign(SymbolicTensor x) => new(Op.Softsign(x.Value));
}

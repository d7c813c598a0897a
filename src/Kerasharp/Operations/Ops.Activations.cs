using Kerasharp.Onnx.Operators;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>max(x, 0); its gradient at 0 is 0.</summary>
    public static SymbolicTensor Relu(SymbolicTensor x) => new(Op.Relu(x.Value));

    /// <summary>1 / (1 + e^-x).</summary>
    public static SymbolicTensor Sigmoid(SymbolicTensor x) => new(Op.Sigmoid(x.Value));

    /// <summary>The hyperbolic tangent.</summary>
    public static SymbolicTensor Tanh(SymbolicTensor x) => new(Op.Tanh(x.Value));

    /// <summary>log(1 + e^x).</summary>
    public static SymbolicTensor Softplus(SymbolicTensor x) => new(Op.Softplus(x.Value));

    /// <summary>x / (1 + |x|).</summary>
    public static SymbolicTensor Softsign(SymbolicTensor x) => new(Op.Softsign(x.Value));

    /// <summary>x above 0, alpha (e^x - 1) below.</summary>
    public static SymbolicTensor Elu(SymbolicTensor x, double alpha = 1) => new(Op.Elu(x.Value, alpha));

    /// <summary>Elu, scaled so that mean and variance stay from layer to layer.</summary>
    public static SymbolicTensor Selu(SymbolicTensor x) => new(Op.Selu(x.Value));

    /// <summary>x above 0, slope times x below.</summary>
    public static SymbolicTensor LeakyRelu(SymbolicTensor x, double negativeSlope = 0.2) =>
        new(Op.LeakyRelu(x.Value, negativeSlope));

    /// <summary>x sigmoid(x), also known as swish.</summary>
    public static SymbolicTensor Silu(SymbolicTensor x) => x * Sigmoid(x);

    /// <summary>e^x divided by its sum along an axis.</summary>
    public static SymbolicTensor Softmax(SymbolicTensor x, int axis = -1) => new(Op.Softmax(x.Value, axis));

    /// <summary>The logarithm of softmax, computed without loss of precision.</summary>
    public static SymbolicTensor LogSoftmax(SymbolicTensor x, int axis = -1) => new(Op.LogSoftmax(x.Value, axis));
}

using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ActivationsTests
{
    internal static GradientCases Cases { get; } = new()
    {
        { "relu", d => new(x => Op.Relu(x[0]), d.OffZero(d.Dims())), true },
        { "sigmoid", d => new(x => Op.Sigmoid(x[0]), d.Normal(d.Dims())), true },
        { "tanh", d => new(x => Op.Tanh(x[0]), d.Normal(d.Dims())), true },
        { "softplus", d => new(x => Op.Softplus(x[0]), d.Normal(d.Dims())), true },
        { "softsign", d => new(x => Op.Softsign(x[0]), d.OffZero(d.Dims())), true },
        { "leaky relu", d => new(x => Op.LeakyRelu(x[0], 0.25), d.OffZero(d.Dims())), true },
        { "elu", d => new(x => Op.Elu(x[0], 0.5), d.OffZero(d.Dims())), true },
        { "selu", d => new(x => Op.Selu(x[0]), d.OffZero(d.Dims())), true },
    };
}

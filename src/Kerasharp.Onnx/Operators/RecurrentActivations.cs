using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// The functions that recurrent operators name, in operators that the CPU has in every floating-point type. Each takes as many
/// parameters of the lists as it has, in order, or its defaults where the lists have ended.
/// </summary>
internal sealed class RecurrentActivations(Node node)
{
    private readonly Queue<float> _alphas = new(node.Attributes.Floats("activation_alpha") ?? []);
    private readonly Queue<float> _betas = new(node.Attributes.Floats("activation_beta") ?? []);

    /// <summary>The names that are understood.</summary>
    public const string Names =
        "Relu, Tanh, Sigmoid, Affine, LeakyRelu, ThresholdedRelu, ScaledTanh, HardSigmoid, Elu, Softsign, Softplus";

    /// <summary>The next function, by its name in any case.</summary>
    /// <exception cref="GraphException">The name is none that ONNX has.</exception>
    public Func<Value, Value> Next(string name)
    {
        switch (name.ToUpperInvariant())
        {
            case "RELU":
                return Op.Relu;
            case "TANH":
                return Op.Tanh;
            case "SIGMOID":
                return Op.Sigmoid;
            case "SOFTSIGN":
                return x => x / (1 + Op.Abs(x));
            case "SOFTPLUS":
                return x => Op.Relu(x) + Op.Log(1 + Op.Exp(-Op.Abs(x)));
            case "AFFINE":
            {
                var (alpha, beta) = (Alpha(1), Beta(0));
                return x => x * alpha + beta;
            }
            case "LEAKYRELU":
            {
                double alpha = Alpha(0.01f);
                return x => Op.Relu(x) - Op.Relu(-x) * alpha;
            }
            case "THRESHOLDEDRELU":
            {
                double alpha = Alpha(1);
                return x => x * Op.Cast(Op.Greater(x, x.Like(alpha)), x.ElementType);
            }
            case "SCALEDTANH":
            {
                var (alpha, beta) = (Alpha(1), Beta(1));
                return x => Op.Tanh(x * beta) * alpha;
            }
            case "HARDSIGMOID":
            {
                var (alpha, beta) = (Alpha(0.2f), Beta(0.5f));
                return x => Op.Clip(x * alpha + beta, x.Like(0), x.Like(1));
            }
            case "ELU":
            {
                double alpha = Alpha(1);
                // The exponential of what is not above 0 alone, which cannot overflow.
                return x => Op.Relu(x) + (Op.Exp(-Op.Relu(-x)) - 1) * alpha;
            }
            default:
                throw new GraphException(
                    $"{node} names the activation '{name}'; one of {Names} was expected. Choose one."
                );
        }
    }

    private double Alpha(float @default) => _alphas.TryDequeue(out float alpha) ? alpha : @default;

    private double Beta(float @default) => _betas.TryDequeue(out float beta) ? beta : @default;
}

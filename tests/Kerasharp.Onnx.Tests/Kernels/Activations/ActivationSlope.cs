using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Operators;

namespace Kerasharp.Onnx.Tests.Kernels.Activations;

/// <summary>The gradient of an activation as a node of ours, and its slope in plain float64.</summary>
/// <param name="Operator">The node's operator.</param>
/// <param name="Slope">The slope at what the node reads, the activation's output or input.</param>
/// <param name="Attributes">The node's attributes.</param>
/// <param name="Kinks">Where the slope jumps.</param>
internal sealed record ActivationSlope(
    string Operator,
    Func<double, double> Slope,
    (string Name, double Value)[] Attributes,
    params double[] Kinks
)
{
    private const double Half = 0.5;

    /// <summary>All of them.</summary>
    public static IReadOnlyDictionary<string, ActivationSlope> All { get; } =
        new ActivationSlope[]
        {
            new("ReluGradient", y => y > 0 ? 1 : 0, [], 0),
            new("LeakyReluGradient", x => x > 0 ? 1 : 0.25, [("alpha", 0.25)], 0),
            new("EluGradient", y => y > 0 ? 1 : 0.5 * y + 2, [("factor", 0.5), ("slope", 2)], 0),
            new("SeluGradient", y => y < 0 ? y + 1.75 : 1.25, [("gamma", 1.25), ("slope", 1.75)], 0),
            new("RampGradient", y => y > 0 && y < 0.75 ? 2 : 0, [("height", 0.75), ("slope", 2)], 0, 0.75),
            new("ClipGradient", x => x >= -0.5 && x <= 0.75 ? 1 : 0, [("low", -0.5), ("high", 0.75)], -0.5, 0.75),
            new("TanhGradient", y => 1 - y * y, []),
            new("SigmoidGradient", y => y * (1 - y), []),
            new("SoftplusGradient", Sigmoid, []),
            new("SoftsignGradient", x => 1 / ((1 + Math.Abs(x)) * (1 + Math.Abs(x))), [], 0),
            new("SiluGradient", x => Sigmoid(x) * (1 + x * (1 - Sigmoid(x))), []),
            new(
                "HardSwishGradient",
                x =>
                    x <= -3 ? 0
                    : x >= 3 ? 1
                    : x / 3 + 0.5,
                [],
                -3,
                3
            ),
            new("MishGradient", MishSlope, []),
            new("GeluGradient", GeluSlope, []),
            new("TanhGeluGradient", TanhGeluSlope, []),
        }.ToDictionary(slope => slope.Operator);

    /// <summary>The node on two values.</summary>
    public Value On(Value dy, Value at)
    {
        var attributes = new Attributes();
        foreach (var (name, value) in Attributes)
            attributes.Add(name, value);
        return at.Graph.Add(OperatorTable.KernelDomain, Operator, [dy, at], attributes).Output;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double MishSlope(double x)
    {
        double t = Math.Tanh(Math.Log(1 + Math.Exp(x)));
        return t + x * (1 - t * t) * Sigmoid(x);
    }

    private static double GeluSlope(double x) =>
        Half * (1 + ActivationsTests.Erf(x / Math.Sqrt(2))) + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    private static double TanhGeluSlope(double x)
    {
        double factor = Math.Sqrt(2 / Math.PI);
        double t = Math.Tanh(factor * (x + 0.044715 * x * x * x));
        return Half * (1 + t) + Half * x * (1 - t * t) * factor * (1 + 3 * 0.044715 * x * x);
    }
}

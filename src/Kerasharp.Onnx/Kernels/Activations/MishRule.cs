using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>
/// The gradient of Mish, x tanh(log(1 + e^x)), from its input x. With e = e^x and n = e (e + 2) the hyperbolic tangent is n / (n + 2), and the slope
/// (n (n + 2) + 4 x e (1 + e)) / (n + 2)².
/// </summary>
internal readonly struct MishRule : IActivationRule
{
    public static string Operator => "MishGradient";

    public static IReadOnlyList<string> Parameters { get; } = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        // From 20 on the slope is 1 to float32, and e^80 would be too great for its fourth power.
        T x = T.Clamp(at, T.Constant(-80), T.Constant(20));
        T e = T.Exp(x);
        T n = e * (e + T.Constant(2));
        T below = n + T.Constant(2);
        return gradient * ((n * below + T.Constant(4) * x * (e * (T.Constant(1) + e))) / (below * below));
    }
}

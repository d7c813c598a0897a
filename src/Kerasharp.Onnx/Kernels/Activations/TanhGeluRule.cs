using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>
/// The gradient of Gelu as it is approximated by tanh, from its input x: dy ((1 + t) / 2 + x (1 - t²) u' / 2), with t = tanh(u) and
/// u = sqrt(2 / π) (x + 0.044715 x³).
/// </summary>
internal readonly struct TanhGeluRule : IActivationRule
{
    public static string Operator => "TanhGeluGradient";

    public static IReadOnlyList<string> Parameters { get; } = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        const float Factor = 0.79788456f;
        const float Cubic = Factor * 0.044715f;
        T half = T.Constant(0.5f);
        // Further out tanh is 1 to float32, and no infinities come to meet zeros.
        T x = T.Clamp(at, T.Constant(-10), T.Constant(10));
        T square = x * x;
        T t = T.Tanh(x * T.MultiplyAdd(square, T.Constant(Cubic), T.Constant(Factor)));
        T rise = T.MultiplyAdd(square, T.Constant(3 * Cubic), T.Constant(Factor));
        T bend = x * ((T.Constant(1) - t * t) * rise);
        return gradient * (half * (T.Constant(1) + t + bend));
    }
}

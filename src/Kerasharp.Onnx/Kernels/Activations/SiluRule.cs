using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>The gradient of x sigmoid(x), from its input x: dy s (1 + x (1 - s)), with s the sigmoid.</summary>
internal readonly struct SiluRule : IActivationRule
{
    public static string Operator => "SiluGradient";

    public static IReadOnlyList<string> Parameters { get; } = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        // Further out float32 has no other slopes, and no infinities come to meet zeros.
        T x = T.Clamp(at, T.Constant(-100), T.Constant(100));
        T s = T.Sigmoid(x);
        return gradient * (s * (T.Constant(1) + x * (T.Constant(1) - s)));
    }
}

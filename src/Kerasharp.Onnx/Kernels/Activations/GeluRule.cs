using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>The gradient of Gelu, not the approximated one, from its input x: dy (Φ(x) + x φ(x)), with Φ and φ the normal distribution and its density.</summary>
internal readonly struct GeluRule : IActivationRule
{
    public static string Operator => "GeluGradient";

    public static IReadOnlyList<string> Parameters { get; } = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T half = T.Constant(0.5f);
        T density = T.Exp(at * at * T.Constant(-0.5f)) * T.Constant(0.39894228f);
        T below = T.MultiplyAdd(half, T.Erf(at * T.Constant(0.70710678f)), half);
        return gradient * T.MultiplyAdd(at, density, below);
    }
}

using System.Runtime.CompilerServices;

namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>Functions that no processor has, from its arithmetic.</summary>
internal static class Curves
{
    /// <summary>
    /// The hyperbolic tangent as a quotient of polynomials, off by less than 4e-7: with the coefficients that ONNX Runtime's own kernel
    /// has (MLAS), so that a fused kernel gives what separate nodes give.
    /// </summary>
    /// <remarks>Inlined, or a cell's five would wait for one another: eight times slower.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T>(T value)
        where T : struct, IArithmetic<T>
    {
        // Beyond 9 float32 has nothing between the function and 1.
        T x = T.Clamp(value, T.Constant(-9), T.Constant(9));
        T s = x * x;
        T p = T.MultiplyAdd(s, T.Constant(-2.76076847742355e-16f), T.Constant(2.00018790482477e-13f));
        T q = T.MultiplyAdd(s, T.Constant(1.19825839466702e-06f), T.Constant(1.18534705686654e-04f));
        p = T.MultiplyAdd(p, s, T.Constant(-8.60467152213735e-11f));
        q = T.MultiplyAdd(q, s, T.Constant(2.26843463243900e-03f));
        p = T.MultiplyAdd(p, s, T.Constant(5.12229709037114e-08f));
        q = T.MultiplyAdd(q, s, T.Constant(4.89352518554385e-03f));
        p = T.MultiplyAdd(p, s, T.Constant(1.48572235717979e-05f));
        p = T.MultiplyAdd(p, s, T.Constant(6.37261928875436e-04f));
        p = T.MultiplyAdd(p, s, T.Constant(4.89352455891786e-03f));
        return p * x / q;
    }

    /// <summary>1 / (1 + e^-x) by way of the hyperbolic tangent; rounding leads neither below 0 nor above 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T>(T value)
        where T : struct, IArithmetic<T>
    {
        T half = T.Constant(0.5f);
        return T.Clamp(T.MultiplyAdd(half, Tanh(half * value), half), T.Constant(0), T.Constant(1));
    }
}

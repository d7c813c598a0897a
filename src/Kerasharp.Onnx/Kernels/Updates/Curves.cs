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

    /// <summary>
    /// e^x as a power of two and a polynomial of what is left, off by some units of the last place; what would be too large or too small
    /// for float32's normal numbers stays at their ends.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T value)
        where T : struct, ILanes<T>
    {
        // Added to a number, it leaves no place for anything but the nearest whole one.
        T rounding = T.Constant(12582912);
        T x = T.Clamp(value, T.Constant(-87), T.Constant(88));
        T exponent = T.MultiplyAdd(x, T.Constant(1.44269504f), rounding) - rounding;
        T rest = T.MultiplyAdd(exponent, T.Constant(-0.693359375f), x);
        rest = T.MultiplyAdd(exponent, T.Constant(2.12194440e-4f), rest);
        T p = T.MultiplyAdd(T.Constant(1.9875691500e-4f), rest, T.Constant(1.3981999507e-3f));
        p = T.MultiplyAdd(p, rest, T.Constant(8.3334519073e-3f));
        p = T.MultiplyAdd(p, rest, T.Constant(4.1665795894e-2f));
        p = T.MultiplyAdd(p, rest, T.Constant(1.6666665459e-1f));
        p = T.MultiplyAdd(p, rest, T.Constant(5.0000001201e-1f));
        p = T.MultiplyAdd(p, rest * rest, rest) + T.Constant(1);
        return p * T.PowerOfTwo(exponent);
    }

    /// <summary>The error function by a quotient of polynomials, off by less than 3e-7; it is 1 to within that from 4 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Erf<T>(T value)
        where T : struct, IArithmetic<T>
    {
        T x = T.Clamp(value, T.Constant(-4), T.Constant(4));
        T s = x * x;
        T p = T.MultiplyAdd(s, T.Constant(-2.72614225801306e-10f), T.Constant(2.77068142495902e-08f));
        T q = T.MultiplyAdd(s, T.Constant(-1.45660718464996e-05f), T.Constant(-2.13374055278905e-04f));
        p = T.MultiplyAdd(p, s, T.Constant(-2.10102402082508e-06f));
        q = T.MultiplyAdd(q, s, T.Constant(-1.68282697438203e-03f));
        p = T.MultiplyAdd(p, s, T.Constant(-5.69250639462346e-05f));
        q = T.MultiplyAdd(q, s, T.Constant(-7.37332916720468e-03f));
        p = T.MultiplyAdd(p, s, T.Constant(-7.34990630326855e-04f));
        q = T.MultiplyAdd(q, s, T.Constant(-1.42647390514189e-02f));
        p = T.MultiplyAdd(p, s, T.Constant(-2.95459980854025e-03f));
        p = T.MultiplyAdd(p, s, T.Constant(-1.60960333262415e-02f));
        return p * x / q;
    }
}

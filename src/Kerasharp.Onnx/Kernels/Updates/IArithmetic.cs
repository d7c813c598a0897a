namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// The arithmetic that update rules, gates and activations' gradients are written in, so that each is written once: over SIMD vectors and single
/// numbers it is a kernel, over the values of a graph it is that kernel's twin in standard operators.
/// </summary>
/// <remarks>An implementation may hold references (a graph's value does), so nothing here may ask for an unmanaged type.</remarks>
internal interface IArithmetic<TSelf>
    where TSelf : struct, IArithmetic<TSelf>
{
    /// <summary>The sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>The difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>The product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>The quotient.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>A number that does not change.</summary>
    static abstract TSelf Constant(float value);

    /// <summary>The square root.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The value without its sign.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>-1, 0 or 1 by the sign; NaN of NaN.</summary>
    static abstract TSelf Sign(TSelf value);

    /// <summary>1 where the value is above 0, else 0, also in the place of NaN.</summary>
    static abstract TSelf Positive(TSelf value);

    /// <summary>The greater of the two; NaN where either is.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>A value to the power of another.</summary>
    static abstract TSelf Pow(TSelf value, TSelf power);

    /// <summary>
    /// 0 in the place of a number too small to be a normal one: moments that decay for long would otherwise end there,
    /// where arithmetic is slow. A graph leaves the value as it is.
    /// </summary>
    static abstract TSelf FlushTiny(TSelf value);

    /// <summary>left right + sum, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf sum);

    /// <summary>The value, but no less than a bound and no more than another; NaN stays NaN.</summary>
    static abstract TSelf Clamp(TSelf value, TSelf least, TSelf most);

    /// <summary>The hyperbolic tangent.</summary>
    static abstract TSelf Tanh(TSelf value);

    /// <summary>1 / (1 + e^-x), between 0 and 1.</summary>
    static abstract TSelf Sigmoid(TSelf value);

    /// <summary>e^x.</summary>
    static abstract TSelf Exp(TSelf value);

    /// <summary>The error function.</summary>
    static abstract TSelf Erf(TSelf value);

    /// <summary>One value where left is above right, else another, also where either is NaN.</summary>
    static abstract TSelf Choose(TSelf left, TSelf right, TSelf above, TSelf otherwise);
}

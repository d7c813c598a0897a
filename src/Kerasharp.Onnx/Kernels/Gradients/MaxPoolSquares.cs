using System.Runtime.Intrinsics;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>
/// The gradient of MaxPool over squares of 2 by 2 that lie side by side, the commonest pooling: every element is written once, and
/// 8 columns of two rows are decided on at a time.
/// </summary>
internal static unsafe class MaxPoolSquares
{
    // 8 columns of two rows, and 4 gradients.
    private const int Width = 8;

    /// <summary>Writes the gradient of one plane; a last row or column that no square covers gets 0.</summary>
    public static void Plane(float* input, float* gradient, float* target, long rows, long columns)
    {
        long covered = columns / 2 * 2;
        for (long row = 0; row + 1 < rows; row += 2)
        {
            long column = 0;
            for (; column + Width <= covered; column += Width)
                Squares(
                    input + column,
                    input + columns + column,
                    gradient + column / 2,
                    target + column,
                    target + columns + column
                );
            // Once more over the last 8 columns, partly done already: the same numbers are written again.
            if (column < covered && covered >= Width)
            {
                column = covered - Width;
                Squares(
                    input + column,
                    input + columns + column,
                    gradient + column / 2,
                    target + column,
                    target + columns + column
                );
                column = covered;
            }
            for (; column < covered; column += 2)
                Square(
                    input + column,
                    input + columns + column,
                    gradient[column / 2],
                    target + column,
                    target + columns + column
                );
            if (covered < columns)
                target[covered] = target[columns + covered] = 0;
            input += 2 * columns;
            target += 2 * columns;
            gradient += covered / 2;
        }
        if (rows % 2 == 1)
            new Span<float>(target, checked((int)columns)).Clear();
    }

    private static void Square(float* upper, float* lower, float gradient, float* upperTarget, float* lowerTarget)
    {
        (float a, float b, float c, float d) = (Known(upper[0]), Known(upper[1]), Known(lower[0]), Known(lower[1]));
        bool below = Math.Max(c, d) > Math.Max(a, b);
        upperTarget[0] = !below && a >= b ? gradient : 0;
        upperTarget[1] = !below && a < b ? gradient : 0;
        lowerTarget[0] = below && c >= d ? gradient : 0;
        lowerTarget[1] = below && c < d ? gradient : 0;
    }

    private static void Squares(float* upper, float* lower, float* gradient, float* upperTarget, float* lowerTarget)
    {
        Vector256<float> a = Known(Vector256.Load(upper));
        Vector256<float> c = Known(Vector256.Load(lower));
        Vector256<float> b = Neighbours(a);
        Vector256<float> d = Neighbours(c);
        Vector256<float> below = Vector256.GreaterThan(Vector256.MaxNative(c, d), Vector256.MaxNative(a, b));
        Vector256<float> each = Twice(Vector128.Load(gradient).AsUInt32());
        Vector256.AndNot(each & Chosen(a, b), below).Store(upperTarget);
        (each & Chosen(c, d) & below).Store(lowerTarget);
    }

    /// <summary>NaN never wins.</summary>
    private static float Known(float x) => float.IsNaN(x) ? float.NegativeInfinity : x;

    private static Vector256<float> Known(Vector256<float> x) =>
        Vector256.ConditionalSelect(Vector256.Equals(x, x), x, Vector256.Create(float.NegativeInfinity));

    /// <summary>For each element the other one of its pair.</summary>
    private static Vector256<float> Neighbours(Vector256<float> x) =>
        ((x.AsUInt64() << 32) | (x.AsUInt64() >>> 32)).AsSingle();

    /// <summary>Where an element wins in its pair: the greater one, the left one of equals.</summary>
    private static Vector256<float> Chosen(Vector256<float> x, Vector256<float> neighbour) =>
        Vector256.GreaterThan(x, neighbour)
        | (Vector256.Equals(x, neighbour) & Vector256.Create(0x0000_0000_FFFF_FFFFul).AsSingle());

    /// <summary>Each gradient for both columns of its square.</summary>
    private static Vector256<float> Twice(Vector128<uint> x)
    {
        Vector256<ulong> wide = Vector256.Create(Vector128.WidenLower(x), Vector128.WidenUpper(x));
        return (wide | (wide << 32)).AsSingle();
    }
}

using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Tests.Kernels.Updates;

public sealed unsafe class LanesTests
{
    private static readonly float[] Left =
    [
        0,
        -0f,
        1,
        -2.5f,
        3e38f,
        1e-38f,
        float.NaN,
        float.PositiveInfinity,
        4,
        -5,
        6,
        7,
        1e-40f,
        -1e-40f,
        2,
        9,
    ];
    private static readonly float[] Right =
    [
        1,
        2,
        -3,
        0.1f,
        3e38f,
        7,
        1,
        float.PositiveInfinity,
        float.NaN,
        5,
        0,
        1e-45f,
        3,
        4,
        -0f,
        3,
    ];

    [Fact]
    public void OneNumberAtATimeFollowsDotNet() => Check<SingleLane>();

    [Fact]
    public void FourNumbersFollowDotNet() => Check<Lanes128>();

    [Fact]
    public void EightNumbersFollowDotNet() => Check<Lanes256>();

    [Fact]
    public void SixteenNumbersFollowDotNet() => Check<Lanes512>();

    private static void Check<T>()
        where T : struct, ILanes<T>
    {
        Same<T>((l, r) => l + r, (l, r) => l + r);
        Same<T>((l, r) => l - r, (l, r) => l - r);
        Same<T>((l, r) => l * r, (l, r) => l * r);
        Same<T>((l, r) => l / r, (l, r) => l / r);
        Same<T>((l, r) => T.Max(l, r), MathF.Max);
        Same<T>((l, r) => T.Sqrt(l), (l, r) => MathF.Sqrt(l));
        Same<T>((l, r) => T.Abs(l), (l, r) => MathF.Abs(l));
        Same<T>((l, r) => T.Constant(0.25f), (l, r) => 0.25f);
        Same<T>((l, r) => T.FlushTiny(l), (l, r) => float.IsSubnormal(l) ? 0 : l);
    }

    [Fact]
    public void FunctionsAreCloseToTheFormulasAtEveryWidth()
    {
        Functions<SingleLane>();
        Functions<Lanes128>();
        Functions<Lanes256>();
        Functions<Lanes512>();
    }

    private static void Functions<T>()
        where T : struct, ILanes<T>
    {
        float* numbers = stackalloc float[T.Width];
        for (double at = -87; at <= 88; at += 0.0137)
        {
            float x = (float)at;
            Assert.Equal(1, Of(Curves.Exp) / Math.Exp(x), 3e-7);
            // By a series, which is exact enough where it is not 1.
            Assert.Equal(Math.Abs(x) > 4 ? Math.Sign(x) : ErrorFunction(x), Of(Curves.Erf), 4e-7);

            double Of(Func<T, T> function)
            {
                new Span<float>(numbers, T.Width).Fill(x);
                function(T.Load(numbers)).Store(numbers);
                return numbers[T.Width - 1];
            }
        }
        new Span<float>(numbers, T.Width).Fill(float.NaN);
        Curves.Exp(T.Load(numbers)).Store(numbers);
        Assert.True(float.IsNaN(numbers[0]));
    }

    private static double ErrorFunction(double x)
    {
        double term = 2 / Math.Sqrt(Math.PI) * x;
        double sum = 0;
        for (int n = 0; n < 80; n++)
        {
            sum += term / (2 * n + 1);
            term *= -x * x / (n + 1);
        }
        return sum;
    }

    private static void Same<T>(Func<T, T, T> lanes, Func<float, float, float> single)
        where T : struct, ILanes<T>
    {
        float[] result = new float[Left.Length];
        fixed (
            float* left = Left,
                right = Right,
                target = result
        )
            for (int i = 0; i < Left.Length; i += T.Width)
                lanes(T.Load(left + i), T.Load(right + i)).Store(target + i);
        Assert.Equal(Left.Zip(Right, single), result);
    }
}

using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Tests.Kernels.Updates;

/// <summary>The formulas of Keras's optimizers in double precision, written apart from the rules.</summary>
internal static class UpdateCases
{
    public static readonly float[] SgdParameters = [0.1f];
    public static readonly float[] MomentumParameters = [0.1f, 0.9f];
    public static readonly float[] AdamParameters = [0.0123f, 0.1f, 0.001f, 1e-7f];

    public static (double Weight, double[] Slots) Sgd(double w, double g, double[] s, float[] p) =>
        (w - (double)p[0] * g, []);

    public static (double Weight, double[] Slots) Momentum(double w, double g, double[] s, float[] p)
    {
        double velocity = (double)p[1] * s[0] - (double)p[0] * g;
        return (w + velocity, [velocity]);
    }

    public static (double Weight, double[] Slots) Nesterov(double w, double g, double[] s, float[] p)
    {
        double velocity = (double)p[1] * s[0] - (double)p[0] * g;
        return (w + (double)p[1] * velocity - (double)p[0] * g, [velocity]);
    }

    public static (double Weight, double[] Slots) Adam(double w, double g, double[] s, float[] p)
    {
        double mean = s[0] * (1 - (double)p[1]) + g * (double)p[1];
        double square = s[1] * (1 - (double)p[2]) + g * g * (double)p[2];
        return (w - (double)p[0] * mean / (Math.Sqrt(square) + (double)p[3]), [mean, square]);
    }
}

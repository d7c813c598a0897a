namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>
/// RMSprop's step in Keras's form, which four rules share: v := rho v + (1 - rho) g g; the step is learning_rate g / sqrt(v + epsilon),
/// and centred learning_rate g / sqrt(v - a a + epsilon) with the mean gradient a := rho a + (1 - rho) g.
/// </summary>
internal static class RmsProp
{
    public static IReadOnlyList<string> Parameters { get; } = ["learning_rate", "rho", "one_minus_rho", "epsilon"];

    public static IReadOnlyList<string> WithMomentum { get; } = [.. Parameters, "momentum"];

    public static T Step<T>(T gradient, ref T square, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        square = T.FlushTiny(parameters[1] * square + parameters[2] * (gradient * gradient));
        return parameters[0] * gradient / T.Sqrt(square + parameters[3]);
    }

    public static T CenteredStep<T>(T gradient, ref T square, ref T mean, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        square = T.FlushTiny(parameters[1] * square + parameters[2] * (gradient * gradient));
        mean = T.FlushTiny(parameters[1] * mean + parameters[2] * gradient);
        return parameters[0] * gradient / T.Sqrt(square - mean * mean + parameters[3]);
    }

    /// <summary>The step with the momentum of the steps before.</summary>
    public static T Carry<T>(T step, ref T momentum, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> => momentum = T.FlushTiny(parameters[4] * momentum + step);
}

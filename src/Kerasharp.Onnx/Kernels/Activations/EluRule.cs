using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>
/// The gradient of Elu and Celu, from their output y, alpha not being negative: dy where y is above 0, else dy (factor y + slope); a slope just
/// below 0, and how it falls with y.
/// </summary>
internal readonly struct EluRule : IActivationRule
{
    public static string Operator => "EluGradient";

    public static IReadOnlyList<string> Parameters { get; } = ["factor", "slope"];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> =>
        T.Choose(at, T.Constant(0), gradient, gradient * (at * parameters[0] + parameters[1]));
}

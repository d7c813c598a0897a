using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>
/// The gradient of what rises from 0 to a height and is flat elsewhere, from its output y: slope dy where 0 is below y and y below the height, else
/// 0. That of HardSigmoid, and of a Relu with a maximum as Keras has it for 6.
/// </summary>
internal readonly struct RampRule : IActivationRule
{
    public static string Operator => "RampGradient";

    public static IReadOnlyList<string> Parameters { get; } = ["height", "slope"];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> => gradient * Slope(at, parameters[0], parameters[1]);

    /// <summary>The slope at an output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Slope<T>(T at, T height, T slope)
        where T : struct, IArithmetic<T> =>
        T.Choose(at, T.Constant(0), T.Choose(height, at, slope, T.Constant(0)), T.Constant(0));
}

using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>The gradient of Clip between numbers, from its input x: dy where x is between low and high or is one of them, else 0.</summary>
internal readonly struct ClipRule : IActivationRule
{
    public static string Operator => "ClipGradient";

    public static IReadOnlyList<string> Parameters { get; } = ["low", "high"];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> =>
        gradient
        * T.Choose(parameters[0], at, T.Constant(0), T.Choose(at, parameters[1], T.Constant(0), T.Constant(1)));
}

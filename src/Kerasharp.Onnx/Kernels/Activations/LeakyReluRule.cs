using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>The gradient of LeakyRelu, from its input or, unless alpha is negative, its output: dy above 0, alpha dy below and at 0.</summary>
internal readonly struct LeakyReluRule : IActivationRule
{
    public static string Operator => "LeakyReluGradient";

    public static IReadOnlyList<string> Parameters { get; } = ["alpha"];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> => T.Choose(at, T.Constant(0), gradient, gradient * parameters[0]);
}

using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>The gradient of Sigmoid, from its output y: dy y (1 - y).</summary>
internal readonly struct SigmoidRule : IActivationRule
{
    public static string Operator => "SigmoidGradient";

    public static IReadOnlyList<string> Parameters { get; } = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> => gradient * (at * (T.Constant(1) - at));
}

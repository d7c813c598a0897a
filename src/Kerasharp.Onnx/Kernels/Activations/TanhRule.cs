using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>The gradient of Tanh, from its output y: dy (1 - y²).</summary>
internal readonly struct TanhRule : IActivationRule
{
    public static string Operator => "TanhGradient";

    public static IReadOnlyList<string> Parameters { get; } = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> => gradient * (T.Constant(1) - at * at);
}

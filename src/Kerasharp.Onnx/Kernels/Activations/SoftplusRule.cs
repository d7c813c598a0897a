using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>The gradient of Softplus, from its input x: dy sigmoid(x).</summary>
internal readonly struct SoftplusRule : IActivationRule
{
    public static string Operator => "SoftplusGradient";

    public static IReadOnlyList<string> Parameters { get; } = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> => gradient * T.Sigmoid(at);
}

using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>The gradient of Softsign, from its input x: dy / (1 + |x|)².</summary>
internal readonly struct SoftsignRule : IActivationRule
{
    public static string Operator => "SoftsignGradient";

    public static IReadOnlyList<string> Parameters { get; } = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T size = T.Constant(1) + T.Abs(at);
        return gradient / (size * size);
    }
}

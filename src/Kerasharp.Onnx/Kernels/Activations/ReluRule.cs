using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>The gradient of Relu, from its output y: dy where y is above 0, else 0.</summary>
internal readonly struct ReluRule : IActivationRule
{
    public static string Operator => "ReluGradient";

    public static IReadOnlyList<string> Parameters { get; } = [];

    // A product: a gradient that is no number stays one, rather than being hidden by a unit that is off.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> => T.Positive(at) * gradient;
}

using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>
/// The gradient of Selu, from its output y: dy gamma where y is not below 0, else dy (y + gamma alpha). TensorFlow's slope at 0 is that of the
/// right side, here alone.
/// </summary>
internal readonly struct SeluRule : IActivationRule
{
    public static string Operator => "SeluGradient";

    public static IReadOnlyList<string> Parameters { get; } = ["gamma", "slope"];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> => gradient * T.Choose(T.Constant(0), at, at + parameters[1], parameters[0]);
}

using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>The gradient of HardSwish, from its input x: dy (h + x / 6 where h is between 0 and 1), with h = x / 6 + 1/2, but no less than 0 and no more than 1.</summary>
internal readonly struct HardSwishRule : IActivationRule
{
    public static string Operator => "HardSwishGradient";

    public static IReadOnlyList<string> Parameters { get; } = [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>
    {
        T sixth = T.Constant(1f / 6);
        T h = T.Clamp(T.MultiplyAdd(at, sixth, T.Constant(0.5f)), T.Constant(0), T.Constant(1));
        T rising = T.Choose(h, T.Constant(0), T.Choose(T.Constant(1), h, at * sixth, T.Constant(0)), T.Constant(0));
        return gradient * (h + rising);
    }
}

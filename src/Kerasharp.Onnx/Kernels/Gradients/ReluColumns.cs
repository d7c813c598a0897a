using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>The gradients of a Relu's input and of the bias that was added before it.</summary>
internal readonly struct ReluColumns : IColumnRule
{
    public static string Operator => "ReluColumnSums";

    public static bool IsActivated => true;

    // A product, as in the twin: a gradient that is no number stays one, rather than being hidden by a unit that is off.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pull<T>(T gradient, T output)
        where T : struct, IArithmetic<T> => T.Positive(output) * gradient;
}

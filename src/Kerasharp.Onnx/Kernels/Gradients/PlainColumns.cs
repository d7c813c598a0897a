using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>The gradient of a bias.</summary>
internal readonly struct PlainColumns : IColumnRule
{
    public static string Operator => "ColumnSums";

    public static bool IsActivated => false;

    public static T Pull<T>(T gradient, T output)
        where T : struct, IArithmetic<T> => gradient;
}

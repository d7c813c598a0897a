namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>Gradient descent: w := w - learning_rate g.</summary>
internal readonly struct SgdRule : IUpdateRule
{
    public static string Operator => "SgdUpdate";

    public static int Slots => 0;

    public static IReadOnlyList<string> Parameters { get; } = ["learning_rate"];

    public static T Update<T>(T weight, T gradient, ref UpdateSlots<T> slots, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T> => weight - parameters[0] * gradient;
}

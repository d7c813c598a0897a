using System.Collections.Frozen;

namespace Kerasharp.Onnx.Runtime.Devices;

/// <summary>For which operators there are kernels of other floating-point types than float32: seen with ONNX Runtime 1.30 at opset 18.</summary>
internal static class ElementOperators
{
    /// <summary>
    /// What moves elements and does not compute with them: all that every processor has for 16 bits. Of float16 there are a few more kernels,
    /// some on some processors alone; the rest ONNX Runtime would compute in float32 without rounding between operators.
    /// </summary>
    public static FrozenSet<string> Moving { get; } =
        Names(
            """
            Cast Concat ConstantOfShape Flatten Gather GatherElements GatherND Identity If Loop Reshape Scan ScatterElements ScatterND Shape
            Slice Split Squeeze Transpose Unsqueeze
            """
        );

    /// <summary>What the processor lacks for float64; LSTM and GRU are there and refuse when they run.</summary>
    public static FrozenSet<string> WithoutDoubles { get; } =
        Names(
            """
            Acos Acosh Asin Asinh Atan Atanh AveragePool Conv ConvTranspose Cosh Det Erf GRU Gelu GlobalAveragePool GlobalMaxPool LSTM LpPool Mean
            NonZero OneHot RNN Sinh Tan
            """
        );

    private static FrozenSet<string> Names(string names) =>
        names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>What layers of sines and cosines share.</summary>
internal static class Waves
{
    /// <summary>A length, which must be above 0.</summary>
    public static double Length(double value, string name) =>
        value > 0
            ? Arguments.Finite(value, name)
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                FormattableString.Invariant($"{name} of {value} came; a number above 0 was expected. Give one.")
            );

    /// <summary>Numbers as a vector of a value's type.</summary>
    public static Value Row(Value like, IEnumerable<double> numbers)
    {
        float[] row = [.. numbers.Select(n => (float)n)];
        return Op.Cast(like.Graph.Constant(ConstantTensor.Vector<float>(row)), like.ElementType);
    }
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>What layers of sines and cosines share.</summary>
internal static class Waves
{
    /// <summary>Numbers as a vector of a value's type.</summary>
    public static Value Row(Value like, IEnumerable<double> numbers)
    {
        float[] row = [.. numbers.Select(n => (float)n)];
        return Op.Cast(like.Graph.Constant(ConstantTensor.Vector<float>(row)), like.ElementType);
    }
}

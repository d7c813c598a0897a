using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>e^x divided by its sum along an axis.</summary>
    public static SymbolicTensor Softmax(SymbolicTensor x, int axis = -1) => new(Op.Softmax(x.Value, axis));

    /// <summary>The logarithm of softmax, computed without loss of precision.</summary>
    public static SymbolicTensor LogSoftmax(SymbolicTensor x, int axis = -1) => new(Op.LogSoftmax(x.Value, axis));

    /// <summary>
    /// The probabilities nearest to x along an axis: max(x - t, 0), where t is such that they sum to 1. Unlike softmax it gives zeros.
    /// </summary>
    /// <param name="x">Any shape, which the result has, too.</param>
    /// <param name="axis">The axis; negative ones count from the last.</param>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    /// <remarks>
    /// Keras: <c>keras.activations.sparsemax</c>; Martins and Astudillo (2016), https://arxiv.org/abs/1602.02068. Keras 3.16 adds up
    /// cumulative sums for t, so that where several probabilities are above 0 its do not sum to 1; these do, as the paper has it.
    /// </remarks>
    public static SymbolicTensor Sparsemax(SymbolicTensor x, int axis = -1)
    {
        axis = AxisOf(x, axis);
        // A shift changes nothing; with the greatest at 0 the sums below stay precise.
        var z = x - StopGradient(Max(x, axis, keepDims: true));
        // The least of those that stay above 0 is found without gradient; the sum over them, which has one, is then taken in place.
        var chosen = Greater(z, SparseBound(z.Value, axis));
        var rest = z - MeanExcess(chosen, z, axis);
        return Where(Less(rest, 0), Constant(0, x), rest);
    }

    /// <summary>Along an axis the number that those of z which stay above 0 are above.</summary>
    private static SymbolicTensor SparseBound(Value z, int axis)
    {
        var size = z.Shape[axis];
        var count = size.IsKnown ? z.Graph.Ints(size.Value) : Op.Reshape(Op.SizeOf(z, axis, ElementType.Int64), 1);
        var sorted = Op.TopK(z, count, axis).Values;
        var places = Op.CumSum(Op.ExpandLike(z.Like(1), sorted), axis);
        var support = Op.Greater(1 + places * sorted, Op.CumSum(sorted, axis));
        return MeanExcess(new(support), new(sorted), axis);
    }

    /// <summary>(the sum of those chosen along an axis - 1) / their number.</summary>
    private static SymbolicTensor MeanExcess(SymbolicTensor chosen, SymbolicTensor z, int axis)
    {
        var sum = Sum(Where(chosen, z, Constant(0, z)), axis, keepDims: true);
        return (sum - 1) / Sum(Cast(chosen, z.ElementType), axis, keepDims: true);
    }
}

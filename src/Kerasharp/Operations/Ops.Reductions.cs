using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>The sum of all elements.</summary>
    public static SymbolicTensor Sum(SymbolicTensor x) => new(Op.ReduceSum(x.Value));

    /// <summary>The sum along an axis.</summary>
    public static SymbolicTensor Sum(SymbolicTensor x, int axis, bool keepDims = false) => Sum(x, [axis], keepDims);

    /// <summary>The sum along axes.</summary>
    public static SymbolicTensor Sum(SymbolicTensor x, int[] axes, bool keepDims = false) =>
        new(Op.ReduceSum(x.Value, Long(axes), keepDims));

    /// <summary>The mean of all elements.</summary>
    public static SymbolicTensor Mean(SymbolicTensor x) => new(Op.ReduceMean(x.Value));

    /// <summary>The mean along an axis.</summary>
    public static SymbolicTensor Mean(SymbolicTensor x, int axis, bool keepDims = false) => Mean(x, [axis], keepDims);

    /// <summary>The mean along axes.</summary>
    public static SymbolicTensor Mean(SymbolicTensor x, int[] axes, bool keepDims = false) =>
        new(Op.ReduceMean(x.Value, Long(axes), keepDims));

    /// <summary>The greatest of all elements; equal ones share the gradient.</summary>
    public static SymbolicTensor Max(SymbolicTensor x) => new(Op.ReduceMax(x.Value));

    /// <summary>The greatest along an axis; equal ones share the gradient.</summary>
    public static SymbolicTensor Max(SymbolicTensor x, int axis, bool keepDims = false) =>
        new(Op.ReduceMax(x.Value, [axis], keepDims));

    /// <summary>The least of all elements; equal ones share the gradient.</summary>
    public static SymbolicTensor Min(SymbolicTensor x) => new(Op.ReduceMin(x.Value));

    /// <summary>The least along an axis; equal ones share the gradient.</summary>
    public static SymbolicTensor Min(SymbolicTensor x, int axis, bool keepDims = false) =>
        new(Op.ReduceMin(x.Value, [axis], keepDims));

    /// <summary>The mean squared distance from the mean along axes.</summary>
    public static SymbolicTensor Variance(SymbolicTensor x, int[] axes, bool keepDims = false) =>
        Mean(Square(x - Mean(x, axes, keepDims: true)), axes, keepDims);

    /// <summary>The place of the first greatest element along an axis, as int64. It has no gradient.</summary>
    public static SymbolicTensor Argmax(SymbolicTensor x, int axis = -1, bool keepDims = false) =>
        new(Op.ArgMax(x.Value, axis, keepDims));

    private static long[] Long(int[] axes) => Array.ConvertAll(axes, a => (long)a);
}

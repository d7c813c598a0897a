using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>The same elements, in order, under another shape; one dimension may be -1, 0 keeps the old one (as the batch).</summary>
    public static SymbolicTensor Reshape(SymbolicTensor x, params long[] shape) => new(Op.Reshape(x.Value, shape));

    /// <summary>The axes in another order.</summary>
    public static SymbolicTensor Transpose(SymbolicTensor x, params int[] axes) => new(Op.Transpose(x.Value, axes));

    /// <summary>Tensors put end to end along an axis.</summary>
    public static SymbolicTensor Concatenate(IReadOnlyList<SymbolicTensor> xs, int axis = -1) =>
        new(Op.Concat(xs.Select(x => x.Value).ToArray(), axis));

    /// <summary>An axis of size 1 put in.</summary>
    public static SymbolicTensor ExpandDims(SymbolicTensor x, int axis) => new(Op.Unsqueeze(x.Value, [axis]));

    /// <summary>An axis of size 1 taken out.</summary>
    public static SymbolicTensor Squeeze(SymbolicTensor x, int axis) => new(Op.Squeeze(x.Value, [axis]));

    /// <summary>The part from start to before end along an axis, every step-th; negative numbers count from the end.</summary>
    public static SymbolicTensor Slice(SymbolicTensor x, int axis, long start, long end, long step = 1) =>
        new(Op.Slice(x.Value, axis, start, end, step));

    /// <summary>The entries of x at integer indices along an axis.</summary>
    public static SymbolicTensor Take(SymbolicTensor x, SymbolicTensor indices, int axis = 0) =>
        new(Op.Gather(x.Value, indices.Value, axis));

    /// <summary>For each place of the indices the element of x at that place, but along the axis where the index says.</summary>
    public static SymbolicTensor TakeAlongAxis(SymbolicTensor x, SymbolicTensor indices, int axis = -1) =>
        new(Op.GatherElements(x.Value, indices.Value, axis));

    /// <summary>A row of zeros with a one at each index, as float32. It has no gradient.</summary>
    public static SymbolicTensor OneHot(SymbolicTensor indices, long numClasses) =>
        new(Op.OneHot(indices.Value, numClasses, ElementType.Float32));

    /// <summary>The product of matrices, or of stacks of them.</summary>
    public static SymbolicTensor Matmul(SymbolicTensor a, SymbolicTensor b) => Promoted(a, b, Op.MatMul);
}

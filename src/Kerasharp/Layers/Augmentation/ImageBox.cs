using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>A box of its own in each image, for layers that put something else there.</summary>
internal static class ImageBox
{
    /// <summary>Whether pixels lie in the boxes, (batch, height, width, 1) or with the channel first.</summary>
    /// <param name="images">A batch of images, height and width known.</param>
    /// <param name="format">Where their channels stand.</param>
    /// <param name="parts">The box's part of the height and of the width, 0 to 1, each (batch, 1, 1, 1).</param>
    /// <param name="starts">Where it begins, as parts of what the box leaves free.</param>
    public static SymbolicTensor Inside(
        SymbolicTensor images,
        DataFormat format,
        (SymbolicTensor Height, SymbolicTensor Width) parts,
        (SymbolicTensor Top, SymbolicTensor Left) starts
    )
    {
        return Ops.LogicalAnd(Within(0, parts.Height, starts.Top), Within(1, parts.Width, starts.Left));

        SymbolicTensor Within(int axis, SymbolicTensor part, SymbolicTensor start)
        {
            axis = format.SpatialAxis(axis);
            long size = images.Shape[axis].Value;
            var length = Ops.Cast(part, ElementType.Float32) * size;
            var first = Ops.Cast(start, ElementType.Float32) * (size - length);
            long[] dims = [1, 1, 1, 1];
            dims[axis] = size;
            double[] pixels = [.. Enumerable.Range(0, checked((int)size)).Select(i => (double)i)];
            var places = new SymbolicTensor(
                images.Value.Graph.Constant(ConstantTensor.From(pixels, ElementType.Float32, dims))
            );
            return Ops.LogicalAnd(Ops.GreaterEqual(places, first), Ops.Less(places, first + length));
        }
    }
}

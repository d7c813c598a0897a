using Kerasharp.Onnx.Graphs;
using Kerasharp.Training;

namespace Kerasharp.Layers;

public abstract partial class Layer
{
    /// <summary>The shape that the layer makes of an input's; a layer that is not built stays so.</summary>
    /// <param name="inputShape">The input's dimensions, the batch among them: <c>new Shape(Dim.Batch, 28, 28, 1)</c>.</param>
    /// <returns>The output's dimensions; what is not known has no number.</returns>
    /// <exception cref="LayerException">The layer does not take such an input, or gives several tensors.</exception>
    /// <remarks>Keras: <c>layer.compute_output_shape</c>.</remarks>
    /// <example><code>new Conv2D(8, kernelSize: 3).ComputeOutputShape(new Shape(Dim.Batch, 28, 28, 1))   // (None, 26, 26, 8)</code></example>
    public Shape ComputeOutputShape(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        var shapes = ComputeOutputShapes([inputShape]);
        return shapes.Count == 1
            ? shapes[0]
            : throw new LayerException(
                Name,
                $"it gives {shapes.Count} tensors where one was expected. Call ComputeOutputShapes([shape]), which gives all."
            );
    }

    /// <summary>The same for a layer of several inputs or outputs.</summary>
    /// <param name="inputShapes">The inputs' dimensions, in order.</param>
    /// <returns>The outputs' dimensions, in order.</returns>
    /// <exception cref="LayerException">The layer does not take such inputs.</exception>
    public IReadOnlyList<Shape> ComputeOutputShapes(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        // What is built only to look takes no seeds from the layers to come.
        using var seeds = RandomSeeds.Aside();
        var context = new CallContext(new StepGraph(Name), training: false, ElementType.Float32, randomState: null);
        try
        {
            var inputs = inputShapes
                .Select((s, i) => new SymbolicTensor(context.Graph.AddInput($"x{i}", ElementType.Float32, s)))
                .ToArray();
            return Invoke(context, inputs).Select(o => o.Shape).ToArray();
        }
        finally
        {
            context.Built.ForEach(l => l.Forget());
        }
    }
}

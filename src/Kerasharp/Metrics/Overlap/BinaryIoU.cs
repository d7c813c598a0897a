using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Metrics;

/// <summary>Intersection over union of the classes no (0) and yes (1), predictions from a threshold on being a yes.</summary>
/// <remarks>Keras: <c>keras.metrics.BinaryIoU</c>.</remarks>
/// <example><code>model.Compile("adam", "bce", metrics: [new BinaryIoU(targetClassIds: [1], threshold: 0.3)]);</code></example>
public sealed class BinaryIoU : IoU
{
    /// <summary>An intersection over union.</summary>
    /// <param name="targetClassIds">Of what the mean is taken: 0 for no, 1 for yes; null for both.</param>
    /// <param name="threshold">What predictions must reach to be a yes; logits want 0.</param>
    /// <param name="name">The name under which it is shown; by default the class's.</param>
    /// <exception cref="ArgumentException">A class is neither 0 nor 1.</exception>
    public BinaryIoU(int[]? targetClassIds = null, double threshold = 0.5, string? name = null)
        : base(2, targetClassIds ?? [0, 1], name: name) => Threshold = Arguments.Finite(threshold, nameof(threshold));

    /// <summary>What predictions must reach to be a yes.</summary>
    public double Threshold { get; }

    private protected override SymbolicTensor Predicted(SymbolicTensor yPred)
    {
        if (yPred.ElementType != ElementType.Float64)
            yPred = Ops.Cast(yPred, ElementType.Float32);
        return Ops.Cast(Ops.GreaterEqual(yPred, Ops.Constant(Threshold, yPred)), ElementType.Int64);
    }
}

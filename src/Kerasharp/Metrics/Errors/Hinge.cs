using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Metrics;

/// <summary>The mean of max(1 - y p, 0); targets are -1 and 1, or 0 and 1, which become -1 and 1.</summary>
/// <remarks>Keras: <c>keras.metrics.Hinge</c>; by name <c>hinge</c>.</remarks>
/// <param name="name">The name under which it is shown.</param>
/// <example><code>model.Compile("adam", "mse", metrics: [new Hinge()]);</code></example>
public sealed class Hinge(string name = "hinge") : FormulaMetric(name)
{
    private protected override SymbolicTensor Formula(SymbolicTensor y, SymbolicTensor p) => MeanOfLast(Of(y, p));

    /// <summary>max(1 - y p, 0) for each place.</summary>
    internal static SymbolicTensor Of(SymbolicTensor y, SymbolicTensor p) => Ops.Maximum(1 - Signs(y) * p, 0);

    // As in Keras: only where all targets of the batch are 0 or 1 are they taken for truth values.
    private static SymbolicTensor Signs(SymbolicTensor y)
    {
        var isBinary = Ops.LogicalOr(Ops.Equal(y, Ops.Constant(0, y)), Ops.Equal(y, Ops.Constant(1, y)));
        var all = Ops.Min(Ops.Cast(isBinary, ElementType.Float32));
        return Ops.Where(Ops.Greater(all, 0.5), 2 * y - 1, y);
    }
}

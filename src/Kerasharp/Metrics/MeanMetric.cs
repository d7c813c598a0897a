using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Metrics;

/// <summary>The mean over all examples of what a function makes of targets and predictions.</summary>
/// <remarks>Derive from it for a metric of one's own, or give a function to <see cref="MeanMetricWrapper"/>.</remarks>
public abstract class MeanMetric : Mean
{
    /// <summary>A mean.</summary>
    /// <param name="name">The name under which it is shown; null for the class's.</param>
    protected MeanMetric(string? name)
        : base(name) { }

    /// <summary>A metric from a function of targets and predictions to a value for each example.</summary>
    /// <param name="function">Both have the shape (batch, ...); so must have the result.</param>
    /// <param name="name">The name under which it is shown.</param>
    public static MeanMetric From(
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function,
        string name = "lambda"
    ) => new MeanMetricWrapper(function, name);

    /// <summary>The values of each example.</summary>
    /// <param name="yTrue">Targets, of shape (batch, ...), as they were given.</param>
    /// <param name="yPred">Predictions, of shape (batch, ...).</param>
    /// <returns>Numbers or truth values, of shape (batch, ...).</returns>
    protected abstract SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred);

    /// <summary>The values of each example where a mask, if there is one, matters to what they are.</summary>
    private protected virtual SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? mask) =>
        Call(yTrue, yPred);

    /// <summary>Which values weights count for, as truth values in the values' shape; null where they count for all.</summary>
    private protected virtual SymbolicTensor? Counting(SymbolicTensor yTrue, SymbolicTensor yPred) => null;

    /// <inheritdoc/>
    public sealed override void UpdateState(
        CallContext context,
        SymbolicTensor yTrue,
        SymbolicTensor yPred,
        SymbolicTensor? sampleWeight
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(yPred);
        var mask = context.GetMask(yPred);
        if (yPred.ElementType is ElementType.Float16 or ElementType.BFloat16)
            yPred = Ops.Cast(yPred, ElementType.Float32);
        var values = Ops.Cast(Values(yTrue, yPred, mask), ElementType.Float64);
        if (mask is not null)
            sampleWeight = BroadcastWeights.Merge(values, sampleWeight, mask, LossReduction.Sum);
        if (sampleWeight is not null && Counting(yTrue, yPred) is { } counting)
            sampleWeight = BroadcastWeights.Merge(values, sampleWeight, counting, LossReduction.Sum);
        Update(context, values, sampleWeight);
    }
}

namespace Kerasharp.Losses;

/// <summary>How the losses of a batch's examples become one number.</summary>
public enum LossReduction
{
    /// <summary>Their weighted sum, divided by their number. Keras's default: <c>sum_over_batch_size</c>.</summary>
    SumOverBatchSize,

    /// <summary>Their weighted sum.</summary>
    Sum,

    /// <summary>The same as <see cref="SumOverBatchSize"/>.</summary>
    Mean,

    /// <summary>Their weighted sum, divided by the sum of the weights.</summary>
    MeanWithSampleWeight,

    /// <summary>Not at all: one weighted loss for each example. Such a loss can be computed, not minimised.</summary>
    None,
}

using Kerasharp.Layers;

namespace Kerasharp.Optimizers;

/// <summary>
/// A rate for each stretch of steps: the first value up to the first boundary, that one included, then the next, and behind the last
/// boundary the last value.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.schedules.PiecewiseConstantDecay</c>.</remarks>
/// <example><code>new SGD(new PiecewiseConstantDecay([1000, 5000], [0.1, 0.01, 0.001]));</code></example>
public sealed class PiecewiseConstantDecay : LearningRateSchedule
{
    /// <summary>Makes one.</summary>
    /// <param name="boundaries">The last step of each stretch but the last, rising; at least one.</param>
    /// <param name="values">The rates, one more than boundaries.</param>
    /// <param name="name">The schedule's name.</param>
    public PiecewiseConstantDecay(double[] boundaries, double[] values, string name = "PiecewiseConstant")
        : base(name)
    {
        Boundaries = [.. boundaries];
        Values = [.. values];
        if (boundaries.Length == 0 || boundaries.Length != values.Length - 1)
            throw new ArgumentException(
                $"{boundaries.Length} boundaries and {values.Length} values came; at least one boundary and one value more were expected. Give so many."
            );
        for (int i = 1; i < boundaries.Length; i++)
            if (!(boundaries[i] > boundaries[i - 1]))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"A boundary of {boundaries[i]} came behind {boundaries[i - 1]}; a greater one was expected. Sort them."
                    )
                );
    }

    /// <summary>The last step of each stretch but the last, rising; at least one.</summary>
    public IReadOnlyList<double> Boundaries { get; }

    /// <summary>The rates, one more than boundaries.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor step)
    {
        var rate = Ops.Constant(Values[^1], step);
        for (int i = Boundaries.Count - 1; i >= 0; i--)
            rate = Ops.Where(
                Ops.LessEqual(step, Ops.Constant(Boundaries[i], step)),
                Ops.Constant(Values[i], step),
                rate
            );
        return rate;
    }
}

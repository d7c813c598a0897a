using Kerasharp.Layers;

namespace Kerasharp.Optimizers;

/// <summary>
/// Decay by half a cosine that begins anew, each time over <c>t_mul</c> times as many steps and from <c>m_mul</c> times the rate.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.schedules.CosineDecayRestarts</c>; Loshchilov and Hutter, SGDR (2016).</remarks>
/// <example><code>new SGD(new CosineDecayRestarts(0.1, firstDecaySteps: 1000));</code></example>
public sealed class CosineDecayRestarts : LearningRateSchedule
{
    /// <summary>Makes one.</summary>
    /// <param name="initialLearningRate">The rate of step 0, at least 0.</param>
    /// <param name="firstDecaySteps">Over how many steps the rate first decays, at least 1.</param>
    /// <param name="tMul">How many times longer each decay is than the last, at least 1.</param>
    /// <param name="mMul">By what each beginning is multiplied, at least 0.</param>
    /// <param name="alpha">Which part of the first rate is left at the end of each decay, at least 0.</param>
    /// <param name="name">The schedule's name.</param>
    public CosineDecayRestarts(
        double initialLearningRate,
        int firstDecaySteps,
        double tMul = 2.0,
        double mMul = 1.0,
        double alpha = 0.0,
        string name = "SGDRDecay"
    )
        : base(name)
    {
        InitialLearningRate = Arguments.NotNegative(initialLearningRate, nameof(initialLearningRate));
        FirstDecaySteps = Arguments.Positive(firstDecaySteps, nameof(firstDecaySteps));
        TMul = AtLeastOne(tMul);
        MMul = Arguments.NotNegative(mMul, nameof(mMul));
        Alpha = Arguments.NotNegative(alpha, nameof(alpha));
    }

    /// <summary>The rate of step 0, at least 0.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Over how many steps the rate first decays, at least 1.</summary>
    public int FirstDecaySteps { get; }

    /// <summary>How many times longer each decay is than the last, at least 1.</summary>
    public double TMul { get; }

    /// <summary>By what each beginning is multiplied, at least 0.</summary>
    public double MMul { get; }

    /// <summary>Which part of the first rate is left at the end of each decay, at least 0.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor step)
    {
        var fraction = step / FirstDecaySteps;
        SymbolicTensor turn;
        if (TMul == 1)
        {
            turn = Ops.Floor(fraction);
            fraction -= turn;
        }
        else
        {
            // So that the last bit of a logarithm does not decide about a restart, a step is counted from its middle.
            var middle = (step + 0.5) / FirstDecaySteps;
            turn = Ops.Floor(Ops.Log(1 - middle * (1 - TMul)) / Math.Log(TMul));
            var factor = Ops.Power(Ops.Constant(TMul, step), turn);
            fraction = (fraction - (1 - factor) / (1 - TMul)) / factor;
        }
        var start = Ops.Power(Ops.Constant(MMul, step), turn);
        return InitialLearningRate * ((1 - Alpha) * start * HalfCosine(Ops.Maximum(fraction, 0)) + Alpha);
    }

    private static double AtLeastOne(double tMul) =>
        tMul >= 1
            ? tMul
            : throw new ArgumentOutOfRangeException(
                nameof(tMul),
                FormattableString.Invariant($"tMul of {tMul} came; 1 or more was expected. Keras's is 2.")
            );
}

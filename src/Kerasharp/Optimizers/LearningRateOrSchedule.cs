namespace Kerasharp.Optimizers;

/// <summary>What optimizers take as their learning rate: a number, or a schedule of it.</summary>
/// <example><code>
/// new SGD(0.1);
/// new SGD(new CosineDecay(0.1, decaySteps: 1000));
/// </code></example>
public readonly struct LearningRateOrSchedule
{
    private LearningRateOrSchedule(double number, LearningRateSchedule? schedule)
    {
        Number = number;
        Schedule = schedule;
    }

    /// <summary>The number; 0 where there is a schedule.</summary>
    public double Number { get; }

    /// <summary>The schedule, or null.</summary>
    public LearningRateSchedule? Schedule { get; }

    /// <summary>A rate that stays until it is set.</summary>
    public static implicit operator LearningRateOrSchedule(double number) => new(number, null);

    /// <summary>A rate that depends on the step.</summary>
    public static implicit operator LearningRateOrSchedule(LearningRateSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return new(0, schedule);
    }
}

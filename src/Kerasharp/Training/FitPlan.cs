using Kerasharp.Training.Feeds;

namespace Kerasharp.Training;

/// <summary>How long Fit trains, and how often it validates.</summary>
internal sealed record FitPlan
{
    /// <summary>The number of the last epoch; they are counted from 1 here.</summary>
    public required int Epochs { get; init; }

    /// <summary>How many epochs are done already.</summary>
    public int InitialEpoch { get; init; }

    /// <summary>How many steps make an epoch; null for a pass over the data.</summary>
    public int? StepsPerEpoch { get; init; }

    /// <summary>How many examples make a step, where that is known.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How many examples there are, where that is known.</summary>
    public long? Examples { get; init; }

    /// <summary>How many examples are validated on, where that is known.</summary>
    public long? ValidationExamples { get; init; }

    /// <summary>What is validated on, or nothing.</summary>
    public BatchFeed? Validation { get; init; }

    /// <summary>How many batches are validated on; null for all.</summary>
    public int? ValidationSteps { get; init; }

    /// <summary>After which epochs.</summary>
    public ValidationFrequency ValidationFrequency { get; init; } = 1;
}

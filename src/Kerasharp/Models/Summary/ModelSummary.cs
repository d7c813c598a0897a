namespace Kerasharp.Models.Summary;

/// <summary>What a model consists of, as data: its layers in order and how many parameters it holds.</summary>
public sealed record ModelSummary
{
    /// <summary>The model's name, such as <c>sequential</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The layers in order; a nested model's layers follow it, one <see cref="SummaryRow.Level"/> deeper.</summary>
    public required IReadOnlyList<SummaryRow> Rows { get; init; }

    /// <summary>Whether the layers form a graph rather than a sequence, so that a row needs its connections to be understood.</summary>
    public bool IsGraph { get; init; }

    /// <summary>The weights that training changes.</summary>
    public ParameterTotal Trainable { get; init; }

    /// <summary>The weights that training leaves alone.</summary>
    public ParameterTotal NonTrainable { get; init; }

    /// <summary>The optimizer's own state; null while there is none.</summary>
    public ParameterTotal? Optimizer { get; init; }

    /// <summary>Everything together; as in Keras the optimizer's state counts.</summary>
    public ParameterTotal Total => Trainable + NonTrainable + (Optimizer ?? default);
}

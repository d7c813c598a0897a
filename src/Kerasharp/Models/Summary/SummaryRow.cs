namespace Kerasharp.Models.Summary;

/// <summary>A layer's line in a model's summary.</summary>
public sealed record SummaryRow
{
    /// <summary>The layer's name, such as <c>dense_1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The layer's canonical class name, such as <c>MaxPooling2D</c>.</summary>
    public required string TypeName { get; init; }

    /// <summary>The output's shape as a tuple, such as <c>(None, 10)</c>; null while it is not known.</summary>
    public string? OutputShape { get; init; }

    /// <summary>The number of scalars in the layer's weights; null while the layer is not built.</summary>
    public long? Parameters { get; init; }

    /// <summary>Whether the layer's weights are trained; null for a layer without weights.</summary>
    public bool? Trainable { get; init; }

    /// <summary>Where the inputs come from, such as <c>dense[0][0], dense_1[0][0]</c>; null for none.</summary>
    public string? ConnectedTo { get; init; }

    /// <summary>How deep the layer lies in nested models; 0 for the model's own layers.</summary>
    public int Level { get; init; }
}

using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Models.Plot;

/// <summary>Writes what stands in boxes.</summary>
internal static class BoxLabels
{
    /// <summary>The label of a layer.</summary>
    /// <param name="options">What is shown.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="trained">Whether the models around it are trained.</param>
    /// <param name="inputs">What it takes; null where that is not known.</param>
    /// <param name="outputs">What it gives; null where that is not known.</param>
    public static BoxLabel Of(
        PlotOptions options,
        Layer layer,
        bool trained,
        IReadOnlyList<TensorType>? inputs,
        IReadOnlyList<TensorType>? outputs
    )
    {
        var label = Of(options, layer.Name, layer.TypeName, inputs, outputs);
        var cells = label.Cells;
        if (options.ShowTrainable && layer.Weights.Count > 0)
            cells =
            [
                .. cells,
                trained && layer.Trainable
                    ? new BoxCell("", "Trainable", "forestgreen")
                    : new BoxCell("", "Non-trainable", "firebrick"),
            ];
        string? activation = options.ShowLayerActivations ? layer.ShownActivation?.Name : null;
        return label with { Activation = activation, Cells = cells };
    }

    /// <summary>The label of an operator, or of an input.</summary>
    public static BoxLabel Of(
        PlotOptions options,
        string name,
        string typeName,
        IReadOnlyList<TensorType>? inputs,
        IReadOnlyList<TensorType>? outputs
    )
    {
        var cells = new List<BoxCell>();
        if (options.ShowShapes)
        {
            if (typeName != "InputLayer")
                cells.Add(new BoxCell("Input shape: ", Listed(inputs, t => t.Shape.ToString())));
            cells.Add(new BoxCell("Output shape: ", Listed(outputs, t => t.Shape.ToString())));
        }
        if (options.ShowDtype)
            cells.Add(new BoxCell("Output dtype: ", Listed(outputs, t => Dtype(t.ElementType))));
        return new BoxLabel(options.ShowLayerNames ? name : null, typeName, null, cells);
    }

    private static string Listed(IReadOnlyList<TensorType>? types, Func<TensorType, string> text) =>
        types is null or [] ? "?"
        : types is [var only] ? text(only)
        : $"[{string.Join(", ", types.Select(text))}]";

    // Keras's names are those of .NET in small letters: float32, int64, bool.
    private static string Dtype(ElementType type) => type.ToString().ToLowerInvariant();
}

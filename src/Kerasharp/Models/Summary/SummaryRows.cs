using Kerasharp.Layers;
using Kerasharp.Models.Functional;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Models.Summary;

/// <summary>The rows of a model's summary: its layers in order, behind each nested model its layers, one level deeper.</summary>
internal static class SummaryRows
{
    /// <summary>All rows, those of nested models among them.</summary>
    public static IReadOnlyList<SummaryRow> Of(Model model) =>
        [.. Rows(model, model.Topology, level: 0, model.Trainable)];

    // Connections are those of the model that is shown: within nested models Keras prints none.
    private static IEnumerable<SummaryRow> Rows(Model model, Topology? shown, int level, bool trained)
    {
        if (model.OperatorRows() is { } operators)
            return operators.Select(row => row with { Level = level });
        if (model.Topology is not { } topology)
            return model.Layers.SelectMany((layer, i) => WithNested(layer, model.TypesOf(i), shown, level, trained));
        // Between the layers of nested models Keras prints no operators.
        return topology
            .Entries.Where(entry => level == 0 || entry.Layer is not null || entry.Begin is not null)
            .SelectMany(entry =>
            {
                TensorType[] types = [.. entry.LastOutputs.Select(o => o.Type)];
                return entry.Layer is { } layer
                    ? WithNested(layer, types, shown, level, trained)
                    : [Row(entry, types, level == 0 ? topology : null) with { Level = level }];
            });
    }

    private static IEnumerable<SummaryRow> WithNested(
        Layer layer,
        IReadOnlyList<TensorType>? types,
        Topology? shown,
        int level,
        bool trained
    )
    {
        trained &= layer.Trainable;
        yield return new SummaryRow
        {
            Name = layer.Name,
            TypeName = layer.TypeName,
            OutputShape = Shapes(types),
            Parameters = layer.IsBuilt || !layer.NeedsBuild ? layer.CountParams() : null,
            Trainable = layer.Weights.Count == 0 ? null : trained,
            ConnectedTo = shown?.Find(layer) is { } entry ? shown.Connections(entry) : null,
            Level = level,
        };
        if (layer is not Model nested)
            yield break;
        foreach (var row in Rows(nested, shown, level + 1, trained))
            yield return row;
    }

    private static SummaryRow Row(TopologyEntry entry, TensorType[] types, Topology? shown) =>
        new()
        {
            Name = entry.Name,
            TypeName = entry.TypeName,
            OutputShape = Shapes(types),
            Parameters = 0,
            ConnectedTo = shown?.Connections(entry),
        };

    private static string? Shapes(IReadOnlyList<TensorType>? types) =>
        types is null ? null
        : types.Count == 1 ? Format(types[0].Shape)
        : $"[{string.Join(", ", types.Select(type => Format(type.Shape)))}]";

    // Unlike Python, Keras's summary writes no comma behind a single size.
    private static string Format(Shape shape) =>
        $"({string.Join(", ", shape.Select(d => d.IsKnown ? d.ToString() : "None"))})";
}

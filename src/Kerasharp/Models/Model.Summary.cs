using Kerasharp.Layers;
using Kerasharp.Models.Summary;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp;

public partial class Model
{
    /// <summary>Prints the layers, their output shapes and numbers of parameters, as Keras does.</summary>
    /// <param name="lineLength">The table's width; Keras's unless told.</param>
    /// <param name="printFn">Gets the text instead of the console.</param>
    /// <remarks>Keras: <c>Model.summary</c>. <see cref="GetSummary"/> gives the same as data.</remarks>
    public void Summary(int? lineLength = null, Action<string>? printFn = null)
    {
        int width = Console.IsOutputRedirected ? 80 : Math.Max(40, Console.WindowWidth);
        string text = SummaryPrinter.Print(GetSummary(), lineLength: lineLength, terminalWidth: width);
        if (printFn is null)
            Console.Out.Write(text.ReplaceLineEndings());
        else
            printFn(text);
    }

    /// <summary>The layers, their output shapes and numbers of parameters, as data.</summary>
    public ModelSummary GetSummary()
    {
        var trained = TrainableWeights.ToHashSet();
        return new ModelSummary
        {
            Name = Name,
            Rows = SummaryRows(),
            IsGraph = _topology is not null,
            Trainable = Total(trained),
            NonTrainable = Total(Weights.Where(w => !trained.Contains(w))),
            // As in Keras, the optimizer's share shows once it has met the weights.
            Optimizer = _trainer is { Optimizer: { IsBuilt: true } optimizer } ? Total(optimizer.Variables) : null,
        };
    }

    /// <summary>A row for each layer.</summary>
    internal virtual IReadOnlyList<SummaryRow> SummaryRows() =>
        _topology?.Rows().ToArray() ?? Layers.Select(l => Row(l, null)).ToArray();

    internal static SummaryRow Row(Layer layer, Shape? output) =>
        new()
        {
            Name = layer.Name,
            TypeName = layer.TypeName,
            OutputShape = output?.ToString(),
            Parameters = layer.IsBuilt || !layer.NeedsBuild ? layer.CountParams() : null,
            Trainable = layer.Weights.Count == 0 ? null : layer.Trainable,
        };

    private static ParameterTotal Total(IEnumerable<Weight> weights) =>
        weights.Aggregate(default(ParameterTotal), (sum, w) => sum + new ParameterTotal(w.Count, w.ByteLength));
}

using Kerasharp.Models.Summary;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp;

public partial class Model
{
    /// <summary>Prints the layers, their output shapes and numbers of parameters, as Keras does.</summary>
    /// <param name="lineLength">The table's width; 88 characters by default, 108 for a graph, 12 more with <paramref name="showTrainable"/>, and no more than the terminal has.</param>
    /// <param name="positions">Where the columns end, as shares of the line from 0 to 1: 0.45, 0.8, 1 by default, for a graph 0.3, 0.56, 0.74, 1.</param>
    /// <param name="printFn">Gets the text instead of the console, in one call.</param>
    /// <param name="expandNested">Whether the layers of nested models are printed, indented.</param>
    /// <param name="showTrainable">Whether a column says which layers are trained: Y, N, or - for those without weights.</param>
    /// <param name="layerRange">
    /// Two names or regular expressions: printed are the layers from the first whose name begins with the first to the last whose name
    /// begins with the second. All by default; the totals are always those of the whole model.
    /// </param>
    /// <exception cref="ArgumentException">No layer is in the range, a column would be too narrow, or positions are not one for each column.</exception>
    /// <remarks>
    /// A model in which something branches is printed with the connections of its layers: <c>name[call][output]</c>.
    /// Keras: <c>Model.summary</c>. <see cref="GetSummary"/> gives the same as data.
    /// </remarks>
    /// <example><code>
    /// model.Summary(showTrainable: true, expandNested: true);
    /// model.Summary(layerRange: ("conv2d", "flatten"));
    /// </code></example>
    public void Summary(
        int? lineLength = null,
        IReadOnlyList<double>? positions = null,
        Action<string>? printFn = null,
        bool expandNested = false,
        bool showTrainable = false,
        (string First, string Last)? layerRange = null
    )
    {
        int width = Console.IsOutputRedirected ? 80 : Math.Max(40, Console.WindowWidth);
        var summary = GetSummary();
        if (layerRange is var (first, last))
            summary = summary with { Rows = LayerRange.Of(summary.Rows, first, last) };
        string text = SummaryPrinter.Print(summary, showTrainable, expandNested, lineLength, positions, width);
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
            Rows = SummaryRows.Of(this),
            IsGraph = _topology is { IsChain: false },
            Trainable = Total(trained),
            NonTrainable = Total(Weights.Where(w => !trained.Contains(w))),
            // As in Keras, the optimizer's share shows once it has met the weights.
            Optimizer = _trainer is { Optimizer: { IsBuilt: true } optimizer } ? Total(optimizer.Variables) : null,
        };
    }

    /// <summary>A row for each operator, of a model that consists of these rather than of layers; else null.</summary>
    internal virtual IReadOnlyList<SummaryRow>? OperatorRows() => null;

    /// <summary>What a model of one input takes, as far as that is known without being called.</summary>
    internal virtual TensorType? InputType => null;

    /// <summary>What the layer at a place gives; null while that is not known.</summary>
    internal virtual IReadOnlyList<TensorType>? TypesOf(int layer) => Layers[layer].OutputTypes;

    private static ParameterTotal Total(IEnumerable<Weight> weights) =>
        weights.Aggregate(default(ParameterTotal), (sum, w) => sum + new ParameterTotal(w.Count, w.ByteLength));
}

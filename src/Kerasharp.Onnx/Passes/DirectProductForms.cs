using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Gives products of matrices to our kernel where it serves, with the Relu behind them that alone reads them, once everything else about a step is
/// decided.
/// </summary>
internal static class DirectProductForms
{
    public static void Run(Graph graph)
    {
        var readers = Readers.Count(graph);
        var relus = graph
            .Sort()
            .Where(n =>
                n is { Op: "Relu", Domain.Length: 0 }
                && readers[n.Input(0)] == 1
                && n.Input(0).Producer is { } product
                && DirectProducts.Fits(product)
            )
            .ToDictionary(n => n, n => n.Input(0).Producer!);
        var taken = relus.Values.ToHashSet();
        Rewriter.Run(
            graph,
            node =>
                relus.TryGetValue(node, out var product) ? [DirectProducts.Of(product, relu: true)]
                : DirectProducts.Fits(node) && !taken.Contains(node) ? [DirectProducts.Of(node, relu: false)]
                : null
        );
    }
}

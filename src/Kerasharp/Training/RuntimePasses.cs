using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>
/// ONNX Runtime's own passes over a step that would find nothing. Each sorts the whole graph anew, and in a step hundreds of nodes are ready
/// long before their turn, which makes that dear: without these large steps opened in 12 to 23 % less time.
/// </summary>
internal static class RuntimePasses
{
    /// <summary>
    /// The blocked layout serves convolutions by constant weights, and a step's weights are no constants: it would only wrap poolings in
    /// reorderings, which cost a small convolution net 1.2 of its 22 ms. The others were done by our passes, or need symbols for sizes.
    /// </summary>
    private static readonly string[] Always =
    [
        "NchwcTransformer",
        "CommonSubexpressionElimination",
        "FreeDimensionOverrideTransformer",
        "SliceConcatToSpaceToDepthFusion",
    ];

    private static readonly string[] OfQuantization =
    [
        "EnsureUniqueDQForNodeUnit",
        "DoubleQDQPairsRemover",
        "QDQPropagationTransformer",
        "WeightBiasQuantization",
        "WhereDummyDq",
        "QDQS8ToU8Transformer",
        "QDQSelectorActionTransformer",
        "QDQFinalCleanupTransformer",
        "MatMulIntegerToFloatFusion",
        "DynamicQuantizeMatMulFusion",
        "MatMulNBitsFusion",
        "GroupQueryAttentionFusion",
        "GroupQueryAttentionPreNormFusion",
    ];

    private static readonly string[] Quantized =
    [
        "QuantizeLinear",
        "DequantizeLinear",
        "DynamicQuantizeLinear",
        "MatMulInteger",
        "ConvInteger",
        "QLinearMatMul",
        "QLinearConv",
    ];

    /// <summary>What the session of a graph is to leave out, as its configuration names it.</summary>
    public static string Idle(Graph graph) =>
        string.Join(';', IsQuantized(graph) ? Always : [.. Always, .. OfQuantization]);

    private static bool IsQuantized(Graph graph) =>
        graph.Sort().Exists(n => Quantized.Contains(n.Op) || n.Subgraphs().Any(IsQuantized));
}

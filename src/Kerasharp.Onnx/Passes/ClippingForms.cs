using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Has clipping cost no passes over gradients of its own: sums of squares are one, and what scales or cuts a gradient for an update alone becomes
/// parameters of that update.
/// </summary>
internal static class ClippingForms
{
    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        var readers = Readers.Count(graph);
        var vectors = new Dictionary<(Value, Value?, float, float), Value>();
        Rewriter.Run(
            graph,
            node =>
                Updates.Is(node) ? Clipping(node)
                : SumsOfSquares.Of(node, Reads) is { } sum ? [sum]
                : null
        );

        int Reads(Value value) => readers.GetValueOrDefault(value);

        Value[]? Clipping(Node update)
        {
            var gradient = update.Input(1);
            (float least, float most) = (float.NegativeInfinity, float.PositiveInfinity);
            if (Reads(gradient) == 1 && Bounds(gradient.Producer) is { } bounds)
            {
                (least, most) = bounds;
                gradient = gradient.Producer!.Input(0);
            }
            Value? scale = null;
            if (Reads(gradient) == 1 && Scale(gradient.Producer) is { } found)
            {
                scale = found;
                gradient =
                    gradient.Producer!.Input(0) == found ? gradient.Producer.Input(1) : gradient.Producer.Input(0);
            }
            if (ReferenceEquals(gradient, update.Input(1)))
                return null;
            int place = Updates.ParametersOf(update);
            var key = (update.Input(place), scale, least, most);
            if (!vectors.TryGetValue(key, out var parameters))
                vectors.Add(key, parameters = Updates.WithClipping(update.Input(place), scale, least, most));
            var inputs = update.Inputs.ToArray();
            inputs[1] = gradient;
            inputs[place] = parameters;
            return [.. graph.Add(update.Domain, update.Op, inputs).Outputs];
        }
    }

    private static (float Least, float Most)? Bounds(Node? node) =>
        node is { Op: "Clip", Domain.Length: 0 }
        && node.Optional(1)?.Constant is { Count: 1, Type: ElementType.Float32 } least
        && node.Optional(2)?.Constant is { Count: 1, Type: ElementType.Float32 } most
            ? (least.As<float>()[0], most.As<float>()[0])
            : null;

    /// <summary>The one number by which a product scales a tensor, if it does.</summary>
    private static Value? Scale(Node? node) =>
        node is not { Op: "Mul", Domain.Length: 0 } ? null
        : node.Input(1).Rank == 0 && node.Input(0).Rank > 0 ? node.Input(1)
        : node.Input(0).Rank == 0 && node.Input(1).Rank > 0 ? node.Input(0)
        : null;
}

using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>One axis of what a GridSample node samples: from positions to the places around them and their weights.</summary>
internal sealed class GridAxis(Node node, long size)
{
    private readonly string _mode = node.Attributes.String("mode", "bilinear");
    private readonly string _padding = node.Attributes.String("padding_mode", "zeros");
    private readonly bool _align = node.Attributes.Int("align_corners") != 0;

    /// <summary>For each point the places that count, as int64 (batch, count, points), and their weights; null where all are 1.</summary>
    public (Value Places, Value? Weights, int Count) Taps(Value positions)
    {
        var at = _align ? (positions + 1) * ((size - 1) / 2.0) : ((positions + 1) * size - 1) / 2;
        if (_mode == "nearest")
            return Within(Op.Unsqueeze(Op.Round(at), [1]), null, 1);
        var first = Op.Floor(at);
        var part = at - first;
        Value[] weights = _mode == "bilinear" ? [1 - part, part] : Cubic(part);
        var steps = Enumerable.Range(0, weights.Length).Select(i => (double)(i - weights.Length / 2 + 1)).ToArray();
        var offsets = node.Graph.Constant(ConstantTensor.From(steps, at.ElementType, [steps.Length, 1]));
        return Within(
            Op.Unsqueeze(first, [1]) + offsets,
            Op.Concat(Array.ConvertAll(weights, w => Op.Unsqueeze(w, [1])), 1),
            weights.Length
        );
    }

    /// <summary>Keys's curve with -0.75, at the four places around.</summary>
    private static Value[] Cubic(Value part)
    {
        const double a = -0.75;
        var rest = 1 - part;
        return [Far(part + 1), Near(part), Near(rest), Far(rest + 1)];

        static Value Near(Value d) => ((a + 2) * d - (a + 3)) * d * d + 1;

        static Value Far(Value d) => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
    }

    private (Value, Value?, int) Within(Value places, Value? weights, int count)
    {
        if (_padding == "reflection" && size > 1)
        {
            // Mirrored at the edge between elements, or at the elements there, the places go up and down again in this period.
            double period = _align ? 2 * (size - 1) : 2 * size;
            var place = places - Op.Floor(places / period) * period;
            places = Op.Min(place, (_align ? period : period - 1) - place);
        }
        var within = Op.Clip(places, places.Like(0), places.Like(size - 1));
        if (_padding == "zeros")
        {
            var inside = Op.Cast(Op.Equal(places, within), places.ElementType);
            weights = weights is null ? inside : weights * inside;
        }
        return (Op.Cast(within, ElementType.Int64), weights, count);
    }
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class ExtremaTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "max", d => new(x => Op.Max(x[0], x[1]), Apart(d)) },
            { "min", d => new(x => Op.Min(x[0], x[1]), Apart(d)) },
            { "clip", d => new(x => Op.Clip(x[0], x[0].Like(-0.45), x[0].Like(0.65)), d.Distinct(d.Dims())) },
            { "clip from below", d => new(x => Op.Clip(x[0], x[0].Like(-0.15), null), d.Distinct(d.Dims())) },
            { "clip from above", d => new(x => Op.Clip(x[0], null, x[0].Like(0.25)), d.Distinct(d.Dims())) },
        };

    // The second operand lies between the places of the first.
    private static ConstantTensor[] Apart(Draw d)
    {
        var shapes = d.Broadcasting(2);
        var other = d.Distinct(shapes[1]);
        double[] moved = Array.ConvertAll(other.ToDoubles(), e => Math.Round(e, 1) + 0.05);
        return [d.Distinct(shapes[0]), ConstantTensor.Of<double>(moved, shapes[1])];
    }
}

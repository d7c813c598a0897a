using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class QuantizationTests
{
    private static readonly int[] Opsets = [17, 18, 21];

    internal static GradientCases Cases { get; } = new() { { "real numbers by a scale", Scale, true } };

    /// <summary>The element types of real and whole numbers, and how many places share a scale: all, one of an axis, or a block.</summary>
    public static TheoryData<ElementType, ElementType, int> Forms
    {
        get
        {
            var data = new TheoryData<ElementType, ElementType, int>();
            foreach (int block in (int[])[0, 1, 2, 3])
            foreach (
                var whole in (ElementType[])[ElementType.UInt8, ElementType.Int8, ElementType.UInt16, ElementType.Int16]
            )
            {
                data.Add(ElementType.Float32, whole, block);
                if (block < 2)
                    data.Add(ElementType.Float16, whole, block);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_is_computed_in_every_opset(ElementType real, ElementType whole, int block)
    {
        var draw = new Draw((int)whole * 10 + block);
        const int rows = 3;
        const int columns = 4;
        // Quarters, so that float16 has them all, and halves of a step come up.
        double[] x = Enumerable.Range(0, rows * columns).Select(_ => draw.Int(-2000, 2000) / 4.0).ToArray();
        long[] dims = block switch
        {
            0 => [],
            1 => [columns],
            _ => [rows, (columns + block - 1) / block],
        };
        int count = (int)dims.Aggregate(1L, (product, size) => product * size);
        double[] scale = Enumerable.Range(0, count).Select(_ => draw.Of(0.25, 0.5, 2, 8)).ToArray();
        bool signed = whole is ElementType.Int8 or ElementType.Int16;
        double[] zero = Enumerable.Range(0, count).Select(_ => (double)draw.Int(signed ? -5 : 0, 5)).ToArray();
        var attributes = new Attributes { { "axis", 1 } };
        if (block > 1)
            attributes.Add("block_size", block);
        var graph = new Graph();
        var xs = graph.AddInput("x", real, [rows, columns]);
        var (scales, zeros) = (graph.AddInput("s", real, Shape.Of(dims)), graph.AddInput("z", whole, Shape.Of(dims)));
        var quantized = graph.Add("", "QuantizeLinear", [xs, scales, zeros], attributes.Clone()).Output;
        graph.AddOutput("q", quantized);
        graph.AddOutput("r", graph.Add("", "DequantizeLinear", [quantized, scales, zeros], attributes.Clone()).Output);
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["x"] = Tensor(x, real, rows, columns),
            ["s"] = Tensor(scale, real, dims),
            ["z"] = Tensor(zero, whole, dims),
        };
        double places = Math.Pow(2, 8 * whole.Size());
        double least = signed ? -places / 2 : 0;
        double[] expected = x.Select(
                (e, i) =>
                    Math.Clamp(
                        Math.Round(e / scale[At(i)], MidpointRounding.ToEven) + zero[At(i)],
                        least,
                        least + places - 1
                    )
            )
            .ToArray();

        foreach (int opset in Opsets)
        {
            var outputs = GraphRunner.Run(graph, inputs, opset);

            Assert.Equal(whole, outputs["q"].Type);
            Assert.Equal(expected, outputs["q"].ToDoubles());
            Assert.Equal(expected.Select((e, i) => (e - zero[At(i)]) * scale[At(i)]), outputs["r"].ToDoubles(), Near);
        }

        int At(int place) =>
            block switch
            {
                0 => 0,
                1 => place % columns,
                _ => place / columns * (int)dims[1] + place % columns / block,
            };

        bool Near(double p, double q) => Math.Abs(p - q) <= Math.Abs(p) * (real == ElementType.Float16 ? 1e-3 : 1e-7);
    }

    [Fact]
    public void Whole_numbers_and_told_types_are_quantized_in_every_opset()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Int32, [3]);
        var two = graph.Scalar(2, ElementType.Float32);
        graph.AddOutput("whole", Op.QuantizeLinear(x, two, graph.Scalar(1, ElementType.Int8)));
        var told = new Attributes { { "output_dtype", ElementType.Int16 } };
        graph.AddOutput("told", graph.Add("", "QuantizeLinear", [Op.Cast(x, ElementType.Float32), two], told).Output);
        var inputs = new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Vector(-5, 3, 1000) };

        foreach (int opset in Opsets)
        {
            var outputs = GraphRunner.Run(graph, inputs, opset);

            Assert.Equal([-1, 3, 127], outputs["whole"].ToDoubles());
            Assert.Equal([-2, 2, 500], outputs["told"].ToDoubles());
        }
    }

    [Fact]
    public void A_range_is_found_that_holds_zero()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [3]);
        var (y, scale, zero) = Op.DynamicQuantizeLinear(x);
        graph.AddOutput("y", y);
        graph.AddOutput("scale", scale);
        graph.AddOutput("zero", zero);
        var inputs = new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Vector(51f, 102f, 255f) };

        var outputs = GraphRunner.Run(graph, inputs);

        Assert.Equal([51, 102, 255], outputs["y"].ToDoubles());
        Assert.Equal([1], outputs["scale"].ToDoubles());
        Assert.Equal([0], outputs["zero"].ToDoubles());
    }

    [Fact]
    public void Scales_that_do_not_go_with_the_input_are_refused()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2, 3]);
        var scale = graph.AddInput("s", ElementType.Float32, [2]);
        var zero = graph.AddInput("z", ElementType.UInt8, [2]);
        var wide = graph.AddInput("w", ElementType.Int32, [2]);

        Assert.Contains(
            "got (2,) as scale or zero point of (2, 3); a single one or (3,) was expected",
            Assert.Throws<GraphException>(() => Op.QuantizeLinear(x, scale, zero)).Message
        );
        Assert.Contains(
            "is to quantize to Int32; integers of 8 or 16 bits were expected",
            Assert.Throws<GraphException>(() => Op.QuantizeLinear(x, scale, wide, axis: 0)).Message
        );
    }

    internal static ConstantTensor Tensor(double[] numbers, ElementType type, params long[] dims)
    {
        var bytes = new List<byte>();
        foreach (double number in numbers)
            bytes.AddRange(ConstantTensor.Scalar(number, type).Bytes);
        return new ConstantTensor(type, dims, bytes.ToArray());
    }

    private static GradientCase Scale(Draw d)
    {
        long[] dims = d.Dims(2, 3);
        int axis = d.Int(0, dims.Length - 1);
        long[] scaleDims = d.Chance() ? [] : [dims[axis]];
        var type = d.Of(ElementType.Int8, ElementType.UInt8, ElementType.Int32);
        double[] x = Array.ConvertAll(d.Uniform(0, 100, dims).ToDoubles(), Math.Round);
        double zero = d.Int(0, 9);
        long inner = dims[(axis + 1)..].Aggregate(1L, (product, size) => product * size);
        return new(
            v =>
                Op.DequantizeLinear(
                    v[0],
                    v[1] * v[1],
                    v[0].Graph.Constant(ConstantTensor.Filled(zero, type, scaleDims)),
                    axis
                ),
            Tensor(x, type, dims),
            d.OffZero(scaleDims)
        )
        {
            Reference = e =>
                e[0]
                    .Select(
                        (q, i) => (q - zero) * Math.Pow(e[1][scaleDims.Length == 0 ? 0 : i / inner % dims[axis]], 2)
                    )
                    .ToArray(),
        };
    }
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class IntegerProductsTests
{
    private static readonly int[] Opsets = [17, 18, 21];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Products_take_off_what_stands_for_zero(bool byRow, bool byColumn)
    {
        var (x, w) = (new Numbers(1, ElementType.UInt8, 3, 4), new Numbers(2, ElementType.Int8, 4, 2));
        var xZero = byRow ? new Numbers(3, ElementType.UInt8, 3) : new Numbers(3, ElementType.UInt8);
        var wZero = byColumn ? new Numbers(4, ElementType.Int8, 2) : new Numbers(4, ElementType.Int8);

        foreach (int opset in Opsets)
        {
            double[] came = Run(opset, v => Op.MatMulInteger(v[0], v[1], v[2], v[3]), x, w, xZero, wZero);

            for (int i = 0; i < 3; i++)
            for (int j = 0; j < 2; j++)
                Assert.Equal(
                    Enumerable.Range(0, 4).Sum(k => (x[i, k] - xZero[i]) * (w[k, j] - wZero[j])),
                    came[i * 2 + j]
                );
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Convolutions_take_off_what_stands_for_zero(bool byFilter)
    {
        // Two channels in two groups, two filters each, over a row of five places with one of padding on both sides.
        var (x, w) = (new Numbers(1, ElementType.UInt8, 2, 5), new Numbers(2, ElementType.Int8, 4, 3));
        var xZero = new Numbers(3, ElementType.UInt8);
        var wZero = byFilter ? new Numbers(4, ElementType.Int8, 4) : new Numbers(4, ElementType.Int8);
        var window = new Attributes { { "pads", new[] { 1, 1 } }, { "group", 2 } };

        foreach (int opset in Opsets)
        {
            double[] came = Run(
                opset,
                v => Op.ConvInteger(Op.Reshape(v[0], 1, 2, 5), Op.Reshape(v[1], 4, 1, 3), v[2], v[3], window),
                x,
                w,
                xZero,
                wZero
            );

            for (int filter = 0; filter < 4; filter++)
            for (int place = 0; place < 5; place++)
            {
                double expected = 0;
                for (int k = 0; k < 3; k++)
                    if (place + k - 1 is >= 0 and < 5 and var at)
                        expected += (x[filter / 2, at] - xZero[0]) * (w[filter, k] - wZero[filter]);
                Assert.Equal(expected, came[filter * 5 + place]);
            }
        }
    }

    [Theory]
    [InlineData(ElementType.Float32, false, false)]
    [InlineData(ElementType.Float32, true, false)]
    [InlineData(ElementType.Float32, true, true)]
    [InlineData(ElementType.Float16, false, false)]
    public void Quantized_products_stand_for_products(ElementType real, bool byRow, bool byColumn)
    {
        var (a, b) = (new Numbers(1, ElementType.UInt8, 3, 4), new Numbers(2, ElementType.UInt8, 4, 2));
        long[] rows = byRow ? [3] : [];
        long[] columns = byColumn ? [2] : [];
        var (aScale, aZero) = (Scales(real, 5, rows), new Numbers(3, ElementType.UInt8, rows));
        var (bScale, bZero) = (Scales(real, 6, columns), new Numbers(4, ElementType.UInt8, columns));
        var (scale, zero) = (new Numbers(real, 2.0), new Numbers(ElementType.UInt8, 100));

        foreach (int opset in Opsets)
        {
            double[] came = Run(
                opset,
                v => Op.QLinearMatMul((v[0], v[1], v[2]), (v[3], v[4], v[5]), v[6], v[7]),
                a,
                aScale,
                aZero,
                b,
                bScale,
                bZero,
                scale,
                zero
            );

            for (int i = 0; i < 3; i++)
            for (int j = 0; j < 2; j++)
            {
                double sum = Enumerable.Range(0, 4).Sum(k => (a[i, k] - aZero[i]) * (b[k, j] - bZero[j]));
                double steps = Math.Round(sum * aScale[i] * bScale[j] / 2, MidpointRounding.ToEven);
                Assert.Equal(Math.Clamp(steps + 100, 0, 255), came[i * 2 + j]);
            }
        }
    }

    [Fact]
    public void A_quantized_convolution_stands_for_a_convolution()
    {
        var (x, w) = (new Numbers(1, ElementType.UInt8, 1, 5), new Numbers(2, ElementType.Int8, 2, 3));
        var (wScale, bias) = (Scales(ElementType.Float32, 6, [2]), new Numbers(ElementType.Int32, 7, -3));
        var xZero = new Numbers(3, ElementType.UInt8);
        foreach (int opset in Opsets)
        {
            double[] came = Run(
                opset,
                v =>
                    Op.QLinearConv(
                        (Op.Reshape(v[0], 1, 1, 5), v[0].Graph.Scalar(0.5, ElementType.Float32), v[1]),
                        (Op.Reshape(v[2], 2, 1, 3), v[3], v[0].Graph.Scalar(0, ElementType.Int8)),
                        v[0].Graph.Scalar(1, ElementType.Float32),
                        v[0].Graph.Scalar(128, ElementType.UInt8),
                        v[4]
                    ),
                x,
                xZero,
                w,
                wScale,
                bias
            );

            for (int filter = 0; filter < 2; filter++)
            for (int place = 0; place < 3; place++)
            {
                double sum =
                    bias[filter] + Enumerable.Range(0, 3).Sum(k => (x[0, place + k] - xZero[0]) * w[filter, k]);
                double steps = Math.Round(sum * 0.5 * wScale[filter], MidpointRounding.ToEven);
                Assert.Equal(Math.Clamp(steps + 128, 0, 255), came[filter * 3 + place]);
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_under_their_own_names()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.UInt8, [2, 3]);

        Assert.StartsWith(
            "node MatMulInteger got shapes (2, 3) and (2, 3); the last dimension of the first (3)",
            Assert.Throws<GraphException>(() => Op.MatMulInteger(x, x)).Message
        );
        Assert.StartsWith("node ConvInteger got ", Assert.Throws<GraphException>(() => Op.ConvInteger(x, x)).Message);
    }

    private static Numbers Scales(ElementType type, int seed, long[] dims)
    {
        var draw = new Draw(seed);
        long count = dims.Aggregate(1L, (product, size) => product * size);
        double[] scales = Enumerable.Range(0, (int)count).Select(_ => draw.Of(0.5, 0.25, 0.125)).ToArray();
        return new Numbers(QuantizationTests.Tensor(scales, type, dims));
    }

    private static double[] Run(int opset, Func<Value[], Value> function, params Numbers[] inputs)
    {
        var graph = new Graph();
        var values = inputs.Select((n, i) => graph.AddInput($"x{i}", n.Tensor.Type, n.Tensor.Shape)).ToArray();
        graph.AddOutput("y", function(values));
        var feed = Enumerable.Range(0, inputs.Length).ToDictionary(i => $"x{i}", i => inputs[i].Tensor);
        return GraphRunner.Run(graph, feed, opset)["y"].ToDoubles();
    }

    /// <summary>Small whole numbers, read as a matrix or as a vector; a single one is there at every place.</summary>
    private sealed class Numbers(ConstantTensor tensor)
    {
        private readonly double[] _elements = tensor.ToDoubles();

        public Numbers(int seed, ElementType type, params long[] dims)
            : this(
                QuantizationTests.Tensor(
                    Array.ConvertAll(
                        new Draw(seed).Uniform(type == ElementType.Int8 ? -20 : 0, 20, dims).ToDoubles(),
                        Math.Round
                    ),
                    type,
                    dims
                )
            ) { }

        public Numbers(ElementType type, params double[] numbers)
            : this(QuantizationTests.Tensor(numbers, type, numbers.Length == 1 ? [] : [numbers.Length])) { }

        public ConstantTensor Tensor => tensor;

        public double this[int place] => _elements[_elements.Length == 1 ? 0 : place];

        public double this[int row, int column] => _elements[row * tensor.Shape[-1].Value + column];
    }
}

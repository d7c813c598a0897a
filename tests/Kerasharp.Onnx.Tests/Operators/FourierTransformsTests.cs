using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class FourierTransformsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "fourier transform", d => Transform(d, d.Int(1, 2), false, false), true },
            { "fourier transform back", d => Transform(d, 2, true, false), true },
            { "half a fourier transform", d => Transform(d, 1, false, true), true },
            { "half a fourier transform back", d => Transform(d, 2, true, true), true },
            { "fourier transforms of frames", Frames, true },
        };

    [Fact]
    public void The_transform_is_the_sum_of_its_definition()
    {
        var draw = new Draw(3);
        var x = draw.Normal(2, 6, 2);
        var graph = new Graph();
        var input = graph.AddInput("x", x.Type, x.Shape);
        graph.AddOutput("y", Op.Dft(input, 1, 5));
        graph.AddOutput("back", Op.Dft(Op.Dft(input, 1), 1, inverse: true));
        graph.AddOutput(
            "half",
            Op.Dft(Op.Dft(Op.Slice(input, 2, 0, 1), 1, oneSided: true), 1, inverse: true, oneSided: true)
        );

        var came = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = x });

        double[] elements = x.ToDoubles();
        var y = came["y"].ToDoubles();
        for (int i = 0; i < y.Length; i++)
        {
            var (example, k, part) = (i / 10, i / 2 % 5, i % 2);
            double sum = 0;
            for (int t = 0; t < 5; t++)
            {
                var (re, im) = (elements[example * 12 + t * 2], elements[example * 12 + t * 2 + 1]);
                var (sin, cos) = Math.SinCos(-2 * Math.PI * k * t / 5);
                sum += part == 0 ? re * cos - im * sin : re * sin + im * cos;
            }
            Assert.Equal(sum, y[i], 1e-6);
        }
        Assert.Equal(elements, came["back"].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(elements.Where((_, i) => i % 2 == 0), came["half"].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Frames_are_cut_windowed_and_transformed()
    {
        var draw = new Draw(4);
        var (x, window) = (draw.Normal(2, 11, 1), draw.Normal(4));
        var graph = new Graph();
        var inputs = (graph.AddInput("x", x.Type, x.Shape), graph.AddInput("w", x.Type, window.Shape));
        var y = Op.Stft(inputs.Item1, 3, inputs.Item2);
        graph.AddOutput("kernel", y);
        graph.AddOutput("composed", OperatorTable.Get(y.Producer!).Decompose!(y.Producer!)[0]);

        var came = GraphRunner.Run(graph, new Dictionary<string, ConstantTensor> { ["x"] = x, ["w"] = window });

        var (signal, weights) = (x.ToDoubles(), window.ToDoubles());
        var expected = new double[2 * 3 * 3 * 2];
        for (int i = 0; i < expected.Length; i++)
        {
            var (example, frame, k) = (i / 18, i / 6 % 3, i / 2 % 3);
            for (int t = 0; t < 4; t++)
            {
                var (sin, cos) = Math.SinCos(-2 * Math.PI * k * t / 4);
                expected[i] += signal[example * 11 + frame * 3 + t] * weights[t] * (i % 2 == 0 ? cos : sin);
            }
        }
        Assert.Equal(expected, came["composed"].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(expected, came["kernel"].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    private static GradientCase Transform(Draw d, int parts, bool inverse, bool oneSided)
    {
        long[] dims = [.. d.Dims(1, 3, 5, 2), parts];
        int axis = d.Int(0, dims.Length - 2);
        long? length = d.Chance() ? d.Int(2, 7) : null;
        return new(
            x => Op.Dft(x[0] * x[0], d.Chance() ? axis : axis - dims.Length, length, inverse, oneSided),
            d.Normal(dims)
        );
    }

    private static GradientCase Frames(Draw d)
    {
        bool oneSided = d.Chance();
        long length = d.Int(2, 5);
        long step = d.Int(1, 4);
        var signal = d.Normal(d.Int(1, 2), length + d.Int(0, 6), oneSided ? 1 : d.Int(1, 2));
        return d.Chance()
            ? new(x => Op.Stft(x[0] * x[0], step, frame: length, oneSided: oneSided), signal)
            : new(x => Op.Stft(x[0] * x[0], step, x[1], oneSided: oneSided), signal, d.Normal(length));
    }
}

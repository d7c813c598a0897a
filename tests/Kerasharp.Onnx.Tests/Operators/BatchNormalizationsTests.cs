using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Proto;
using Kerasharp.Onnx.Tests.Gradients;
using Kerasharp.Onnx.Tests.Runtime;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class BatchNormalizationsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            {
                "batch normalization",
                d => Case(d, d.Dims(1, 4), x => Op.BatchNormalization(x[0], x[1], x[2], x[3], x[4], 0.001)),
                true
            },
            { "batch normalization by the batch", d => Case(d, d.Dims(1, 4), ByBatch), true },
            {
                "batch normalization of each place",
                d => Case(d, d.Dims(2, 4), x => Node(x, ("spatial", 0), ("training_mode", d.Int(0, 1))).Output, true)
            },
        };

    [Theory]
    [InlineData(3, 2, 4)]
    [InlineData(5, 3)]
    [InlineData(6)]
    public void Statistics_are_those_of_the_batch(params int[] sizes)
    {
        long[] dims = Array.ConvertAll(sizes, s => (long)s);
        var draw = new Draw(1);
        var inputs = Inputs(draw, dims, false);
        double[][] given = Array.ConvertAll(inputs, x => x.ToDoubles());

        var came = Outputs(inputs, x => Node(x, ("training_mode", 1), ("momentum", 0.75f), ("epsilon", 0.125f)));

        double[] normal = NormalizationReference.Normalise(given[0], dims, i => Channel(i), v => Math.Sqrt(v + 0.125));
        Equal(NormalizationReference.Scale(normal, dims, given[1], given[2], Channel), came[0]);
        var channels = given[0].Select((x, place) => (x, Channel(NormalizationReference.Index(place, dims))));
        foreach (var channel in channels.GroupBy(pair => pair.Item2, pair => pair.x))
        {
            double mean = channel.Average();
            double variance = channel.Average(x => Math.Pow(x - mean, 2));
            Assert.Equal(0.75 * given[3][channel.Key] + 0.25 * mean, came[1][channel.Key], 1e-12);
            Assert.Equal(0.75 * given[4][channel.Key] + 0.25 * variance, came[2][channel.Key], 1e-12);
            Assert.Equal(mean, came[3][channel.Key], 1e-12);
            Assert.Equal(variance, came[4][channel.Key], 1e-12);
        }
    }

    [Fact]
    public void Nothing_of_the_training_mode_is_left_to_the_runtime()
    {
        var graph = new Graph();
        Value[] x =
        [
            .. Enumerable.Range(0, 5).Select(i => graph.AddInput($"x{i}", ElementType.Float32, i == 0 ? [4, 3] : [3])),
        ];
        graph.AddOutput("y", Op.BatchNormalizationTraining(x[0], x[1], x[2], x[3], x[4]).Output);

        var written = ModelReader.FromBytes(ModelWriter.ToBytes(graph));

        Assert.DoesNotContain("BatchNormalization", written.Sort().Select(n => n.Op));
    }

    [Fact]
    public void A_large_mean_costs_no_precision()
    {
        long[] dims = [4, 8, 64];
        var x = NormalizationReference.FarOff(dims);
        var ones = ConstantTensor.Filled(1, ElementType.Float32, [8]);
        var zeros = ConstantTensor.Filled(0, ElementType.Float32, [8]);

        var came = Outputs([x, ones, zeros, zeros, ones], v => Node(v, ("training_mode", 1)));

        double[] y = NormalizationReference.Normalise(x.ToDoubles(), dims, i => i[1], v => Math.Sqrt(v + 1e-5f));
        Assert.InRange(NormalizationReference.Error(came[0], y), 0, 6e-3);
    }

    [Theory]
    [InlineData(9, 5, 0, true)]
    [InlineData(7, 5, 0, true)]
    [InlineData(6, 5, 1, false)]
    [InlineData(6, 1, 0, false)]
    [InlineData(1, 5, 0, true)]
    public void Older_opsets_tell_by_their_outputs_whether_they_train(int opset, int outputs, int test, bool trains)
    {
        string[] names = ["y", "mean", "var", "saved_mean", "saved_var"];
        var model = ModelProto.Parser.ParseFrom(
            Models.Bytes(
                [
                    Models.Node(
                        "BatchNormalization",
                        ["x", "s", "b", "m", "v"],
                        names[..outputs],
                        "",
                        Models.Attribute("is_test", test)
                    ),
                ],
                [Models.Tensor("x", 5, 2), .. "sbmv".Select(letter => Models.Tensor($"{letter}", 2))],
                [Models.Tensor("y", 5, 2)]
            )
        );
        model.OpsetImport[0].Version = opset;

        var read = ModelReader.FromBytes(Google.Protobuf.MessageExtensions.ToByteArray(model));

        var node = Assert.Single(read.Sort());
        Assert.Equal(trains, node.Attributes.Int("training_mode") == 1);
        Assert.False(node.Attributes.Has("is_test"));
    }

    [Fact]
    public void Each_place_may_have_its_own_statistics()
    {
        var draw = new Draw(2);
        long[] dims = [3, 2, 4];
        var inputs = Inputs(draw, dims, true);
        double[][] given = Array.ConvertAll(inputs, x => x.ToDoubles());

        var trained = Outputs(inputs, x => Node(x, ("training_mode", 1), ("spatial", 0)));
        var tested = Outputs(inputs, x => Node(x, ("spatial", 0)));

        double[] normal = NormalizationReference.Normalise(given[0], dims, Place, v => Math.Sqrt(v + 1e-5f));
        Equal(NormalizationReference.Scale(normal, dims, given[1], given[2], i => (long)Place(i)), trained[0]);
        double[] still = [.. given[0].Select((x, i) => (x - given[3][i % 8]) / Math.Sqrt(given[4][i % 8] + 1e-5f))];
        Equal(NormalizationReference.Scale(still, dims, given[1], given[2], i => (long)Place(i)), tested[0]);

        static object Place(long[] index) => index[1] * 4 + index[2];
    }

    /// <summary>A vector is a batch of one channel.</summary>
    private static long Channel(long[] index) => index.Length == 1 ? 0 : index[1];

    private static Value ByBatch(Value[] x)
    {
        var (y, mean, variance) = Op.BatchNormalizationTraining(x[0], x[1], x[2], x[3], x[4], 0.001, 0.3);
        return Op.Concat([Op.Reshape(y, -1), mean, variance], 0);
    }

    private static Node Node(Value[] x, params (string Name, object Value)[] settings)
    {
        var attributes = new Attributes();
        foreach (var (name, value) in settings)
            attributes.Add(name, value);
        return x[0].Graph.Add("", "BatchNormalization", x, attributes);
    }

    private static GradientCase Case(Draw d, long[] dims, Func<Value[], Value> function, bool each = false) =>
        new(function, Inputs(d, dims, each));

    private static ConstantTensor[] Inputs(Draw d, long[] dims, bool each)
    {
        long[] channels =
            each ? dims[1..]
            : dims.Length == 1 ? [1]
            : [dims[1]];
        return
        [
            d.Normal(dims),
            d.Normal(channels),
            d.Normal(channels),
            d.Normal(channels),
            d.Uniform(0.3, 2, channels),
        ];
    }

    private static double[][] Outputs(ConstantTensor[] inputs, Func<Value[], Node> build)
    {
        var graph = new Graph();
        var node = build([.. inputs.Select((x, i) => graph.AddInput($"x{i}", x.Type, x.Shape))]);
        for (int i = 0; i < node.Outputs.Count; i++)
            graph.AddOutput($"y{i}", node.Outputs[i]);
        var came = GraphRunner.Run(graph, inputs.Select((x, i) => (x, i)).ToDictionary(p => $"x{p.i}", p => p.x));
        return [.. node.Outputs.Select((_, i) => came[$"y{i}"].ToDoubles())];
    }

    private static void Equal(double[] expected, double[] came) =>
        Assert.Equal(expected, came, (e, c) => Math.Abs(e - c) < 1e-11);
}

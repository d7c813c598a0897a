using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Shared;
using Kerasharp.Training;

namespace Kerasharp.Tests.Models;

/// <summary>Files that draw random numbers: training draws ours, the same for the same seed; elsewhere the runtime draws.</summary>
[Collection(nameof(AloneCollection))]
public sealed class RandomOnnxModelTests : IDisposable
{
    private static readonly float[,] X = Elements.Rows(24, 3);
    private static readonly float[,] Y = Elements.Rows(24, 2, phase: 1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ADropoutDropsWhatTheLayerDrops()
    {
        using var layers = new Sequential([
            new Input(3),
            new Dense(16, activation: "tanh"),
            new Dropout(0.25),
            new Dense(2),
        ]);
        using var file = OnnxModel.FromBytes(
            Write(
                (g, x) =>
                {
                    Value[] w = [.. layers.GetWeights().Select(t => Constant(g, t.ToFlat(), t.Lengths))];
                    var hidden = Op.Tanh(Op.MatMul(x, w[0]) + w[1]);
                    return Op.MatMul(Drop(hidden, 0.25), w[2]) + w[3];
                }
            )
        );

        double[] expected = Train(layers, seed: 5);

        Assert.Equal(expected, Train(file, seed: 5), (a, b) => Math.Abs(a - b) < 1e-6);
        for (int i = 0; i < layers.Weights.Count; i++)
            Elements.AssertClose(layers.Snapshot()[i], file.Snapshot()[i], 1e-5, layers.Weights[i].Path);
    }

    [Fact]
    public void TheSameSeedIsTheSameRun()
    {
        byte[] file = Write(Everything);
        double[] Losses(int seed)
        {
            using var model = OnnxModel.FromBytes(file);
            return Train(model, seed);
        }

        double[] first = Losses(5);
        Assert.Equal(first, Losses(5));
        Assert.All(first.Zip(Losses(6)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void WithoutKernelsTheHostDrawsTheSameNumbers()
    {
        byte[] file = Write(Everything);
        double[] Losses(Device device)
        {
            using var inner = OnnxModel.FromBytes(file);
            using var model = new Sequential([new Input(3), new Dropout(0.1), inner]);
            return Train(model, seed: 5, device);
        }

        Assert.Equal(Losses(Device.Cpu), Losses(Device.PlainCpu), (a, b) => Math.Abs(a - b) < 1e-6 * a);
    }

    [Fact]
    public void ItsSitesStandBehindTheModelsOwn()
    {
        using var inner = OnnxModel.FromBytes(Write((_, x) => Drop(x, 0.5) + Op.RandomNormalLike(x)));
        using var model = new Sequential([new Input(3), new Dropout(0.5), inner, new Dropout(0.5)]);
        var random = new State("random", ElementType.Int64, [2]);
        var forward = new StepGraph("sites");
        var context = new CallContext(forward, training: true, ElementType.Float32, random);
        var output = Lowering.Call(model, context, [new TensorType(ElementType.Float32, new Shape(Dim.Batch, 3))])[0];
        forward.Graph.AddOutput("loss", Op.ReduceSum(output.Value));

        var step = TrainingStep.Make(
            forward,
            new Dictionary<string, long> { ["batch"] = 4 },
            [new TrainingStep.Objective("loss", model.TrainableWeights, new SGD(0.1))],
            random,
            ElementType.Float32
        );

        // What is dropped is drawn again for the gradient, from the same site.
        var sites = step
            .Graph.Sort()
            .Where(n => n.Op is "RandomUniformLike" or "RandomDrop")
            .Select(n => n.Attributes.Int("site"));
        Assert.Equal([0L, 1, 2, 3, 4], sites.Distinct().Order());
        Assert.Contains(random, step.Updates.Keys);
    }

    [Fact]
    public void AskedOrExportedItStaysAsItIs()
    {
        using var model = OnnxModel.FromBytes(Write(Everything));
        Train(model, seed: 5);
        Assert.NotEqual(model.Predict(X).ToFlat(), model.Predict(X).ToFlat());
        model.Export(_folder["tuned.onnx"]);

        var written = ModelReader.Load(_folder["tuned.onnx"]).Sort().Select(n => n.Op).ToHashSet();

        // Bernoulli is written as what it means, which runtimes agree on.
        Assert.Superset(
            new HashSet<string> { "RandomNormalLike", "RandomUniformLike", "RandomNormal", "Dropout", "Multinomial" },
            written
        );
        using var again = OnnxModel.Load(_folder["tuned.onnx"]);
        Assert.Equal(24 * 2, again.Predict(X).FlattenedLength);
    }

    /// <summary>Noise of every kind on the way from x to y.</summary>
    private static Value Everything(Graph g, Value x)
    {
        var noisy = Drop(x + Op.RandomNormalLike(x, scale: 0.1), 0.3);
        var gate = Op.Bernoulli(Op.Sigmoid(x));
        var hidden = Op.Tanh(Op.MatMul(noisy * gate, Constant(g, Elements.Wave(12), [3, 4])));
        hidden *= Op.RandomUniform(g, [4], 0.5, 1.5, seed: 3) + Op.RandomNormal(g, [1, 4], scale: 0.1);
        var choice = Op.Cast(Op.Multinomial(hidden, 4), ElementType.Float32);
        hidden += choice * 0.1;
        return Op.MatMul(hidden * Op.RandomUniformLike(hidden, 0.9, 1.1), Constant(g, Elements.Wave(8, 2), [4, 2]));
    }

    private static Value Drop(Value x, double ratio) =>
        Op.Dropout(x, x.Like(ratio), x.Graph.Scalar(1, ElementType.Bool))[0];

    private static Value Constant(Graph g, float[] elements, ReadOnlySpan<nint> lengths)
    {
        var dims = new long[lengths.Length];
        for (int i = 0; i < dims.Length; i++)
            dims[i] = lengths[i];
        return g.Constant(ConstantTensor.Of<float>(elements, dims));
    }

    private static byte[] Write(Func<Graph, Value, Value> build)
    {
        var graph = new Graph("noisy");
        var x = graph.AddInput("x", ElementType.Float32, new Shape(Dim.Symbolic("N"), 3));
        graph.AddOutput("y", build(graph, x));
        return ModelWriter.ToBytes(graph);
    }

    private static double[] Train(Model model, int seed, Device? device = null)
    {
        Utils.SetRandomSeed(seed);
        model.Compile(new SGD(0.05), "mse", device: device);
        // 24 rows by 7 leave a smaller last batch, which is a step of its own.
        return [.. model.Fit(X, Y, batchSize: 7, epochs: 4, verbose: 0, shuffle: false)["loss"]];
    }
}

using System.Numerics.Tensors;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Training.Precision;

/// <summary>Training in 16 bits with weights of float32, and the scale of the loss that finds itself.</summary>
[Collection(nameof(AloneCollection))]
public class MixedTrainingTests
{
    private const string Half = "mixed_float16";

    [Fact]
    public void AnOverflowSkipsTheStepAndHalvesTheScale()
    {
        using var model = Made(
            Half,
            () => new Sequential([new Input(3), new Dense(4, activation: "tanh"), new Dense(1)])
        );
        var optimizer = new LossScaleOptimizer(new Adam(0.01), initialScale: 1024, dynamicGrowthSteps: 2);
        model.Compile(optimizer, "mse");
        float[,] x =
        {
            { 1, -1, 0.5f },
            { 0.3f, 0.2f, -1 },
        };
        float[,] y =
        {
            { 0.5f },
            { -0.5f },
        };
        // The gradient of the scaled loss is 2 * 1e5 * 1024 / 2 at the output, and float16 ends at 65504.
        float[,] far =
        {
            { 1e5f },
            { 1e5f },
        };

        model.TrainOnBatch(x, y);
        Assert.Equal((1024, 1), (optimizer.DynamicScale, model.Optimizer.Iterations));
        byte[][] before = States(model, optimizer);
        model.TrainOnBatch(x, far);
        Assert.Equal((512, 1), (optimizer.DynamicScale, model.Optimizer.Iterations));
        Assert.Equal(before, States(model, optimizer));

        // The count of finite steps began anew: two are needed for the scale to grow.
        model.TrainOnBatch(x, y);
        Assert.Equal(512, optimizer.DynamicScale);
        model.TrainOnBatch(x, y);
        Assert.Equal((1024, 3), (optimizer.DynamicScale, model.Optimizer.Iterations));
        byte[][] after = States(model, optimizer);
        Assert.All(before.Zip(after), pair => Assert.NotEqual(pair.First, pair.Second));
        // Overflow after overflow, it goes down until the gradient fits.
        for (int i = 0; i < 20; i++)
            model.TrainOnBatch(x, far);
        Assert.InRange(optimizer.DynamicScale, 1.0 / 1024, 1);
        Assert.True(model.Optimizer.Iterations > 3);
    }

    [Fact]
    public void CompilePutsTheOptimizerOfMixedFloat16IntoALossScale()
    {
        Assert.IsType<LossScaleOptimizer>(Compiled(Half, true));
        Assert.IsType<Adam>(Compiled(Half, false));
        Assert.IsType<Adam>(Compiled("mixed_bfloat16", true));
        Assert.IsType<Adam>(Compiled("float32", true));

        static Optimizer Compiled(string policy, bool auto)
        {
            using var model = Made(policy, () => new Sequential([new Input(3), new Dense(1)]));
            model.Compile("adam", "mse", autoScaleLoss: auto);
            return model.Optimizer;
        }
    }

    [Theory]
    [InlineData("mixed_float16")]
    [InlineData("mixed_bfloat16")]
    public void LearnsDigitsAsFloat32Does(string policy)
    {
        double single = Accuracy("float32");
        double mixed = Accuracy(policy);
        Assert.True(single > 0.93, $"float32 has {single}");
        Assert.True(mixed > single - 0.03, $"{policy} has {mixed}, float32 {single}");
    }

    public static TheoryData<string, string, double> Kinds
    {
        get
        {
            var data = new TheoryData<string, string, double>();
            foreach (string kind in (string[])["conv", "lstm", "attention", "embedding", "normalized"])
            {
                data.Add(kind, "mixed_float16", 0.01);
                data.Add(kind, "mixed_bfloat16", 0.08);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AStepGoesWhereThatOfFloat32Goes(string kind, string policy, double tolerance)
    {
        // Of weights that chance draws, some bring two places of a pooling so near that 16 bits choose the other.
        Utils.SetRandomSeed(5);
        using var single = Made("float32", () => Model(kind));
        using var mixed = Made(policy, () => Model(kind));
        mixed.SetWeights(single.GetWeights());
        float[][] before = single.Snapshot();
        double expected = Step(single, kind);
        double actual = Step(mixed, kind);
        Assert.Equal(expected, actual, tolerance * expected);
        var (a, b) = (single.Snapshot(), mixed.Snapshot());
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < a.Length; i++)
        for (int j = 0; j < a[i].Length; j++)
        {
            difference += Math.Pow(a[i][j] - b[i][j], 2);
            norm += Math.Pow(a[i][j] - before[i][j], 2);
        }
        Assert.True(norm > 0);
        Assert.True(difference <= tolerance * tolerance * norm, $"{Math.Sqrt(difference / norm)} of the step");
    }

    [Fact]
    public void StatefulLayersAndRandomOnesTrainInHalf()
    {
        using var model = Made(
            Half,
            () =>
                new Sequential([
                    new Input(5, 3) { BatchSize = 4 },
                    new GRU(4, returnSequences: true, stateful: true, dropout: 0.2),
                    new SpatialDropout1D(0.2),
                    new GaussianNoise(0.1),
                    new LSTM(3, stateful: true),
                    new Dense(1) { Dtype = "float32" },
                ])
        );
        model.Compile("rmsprop", "mse");
        var x = Tensor.Create(Numbers(60), [4, 5, 3]);
        for (int i = 0; i < 3; i++)
            Assert.True(double.IsFinite(model.TrainOnBatch(x, Tensor.Create(Numbers(4), [4, 1]))["loss"]));
        Assert.All(model.Predict(x, batchSize: 4).ToFlat(), y => Assert.True(float.IsFinite(y)));
    }

    private static double Step(Model model, string kind)
    {
        model.Compile(new SGD(0.1), "mse", autoScaleLoss: false);
        var x =
            kind == "conv" ? Tensor.Create(Numbers(4 * 6 * 6 * 2), [4, 6, 6, 2])
            : kind == "embedding" ? Tensor.Create<float>([1, 2, 3, 4, 5, 0, 7, 8, 2, 1, 1, 3], [4, 3])
            : Tensor.Create(Numbers(4 * 5 * 4), [4, 5, 4]);
        return model.TrainOnBatch(x, Tensor.Create(Numbers(8), [4, 2]))["loss"];
    }

    private static Sequential Model(string kind) =>
        kind switch
        {
            "conv" => new Sequential([
                new Input(6, 6, 2),
                new Conv2D(4, kernelSize: 3, activation: "relu"),
                new MaxPooling2D(2),
                new Flatten(),
                new Dense(2),
            ]),
            "lstm" => new Sequential([new Input(5, 4), new LSTM(6, returnSequences: true), new GRU(4), new Dense(2)]),
            "attention" => new Sequential([
                new Input(5, 4),
                new TransformerEncoder(intermediateDim: 8, numHeads: 2),
                new GlobalAveragePooling1D(),
                new Dense(2),
            ]),
            "embedding" => new Sequential([new Input(3), new Embedding(9, 4), new Flatten(), new Dense(2)]),
            _ => new Sequential([
                new Input(5, 4),
                new BatchNormalization(),
                new Dense(4, kernelRegularizer: "l2", activation: "gelu"),
                new LayerNormalization(),
                new GlobalMaxPooling1D(),
                new Dense(2) { Dtype = "float32" },
            ]),
        };

    private static double Accuracy(string policy)
    {
        Utils.SetRandomSeed(3);
        var (train, test) = Digits.Load(seed: 1);
        using var model = Made(
            policy,
            () =>
                new Sequential([
                    new Input(8, 8, 1),
                    new Flatten(),
                    new Dense(64, activation: "relu"),
                    new Dense(10, activation: "softmax") { Dtype = "float32" },
                ])
        );
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(train.X, train.Y, batchSize: 32, epochs: 15, verbose: 0);
        return model.Evaluate(test.X, test.Y, verbose: 0)["accuracy"];
    }

    /// <summary>A model of layers that are made under a policy.</summary>
    private static Sequential Made(string policy, Func<Sequential> make)
    {
        using var building = Config.Building(policy);
        return make();
    }

    /// <summary>Weights, slots and count; not what belongs to the scale.</summary>
    private static byte[][] States(Model model, LossScaleOptimizer optimizer) =>
        [
            .. model
                .Weights.Concat(optimizer.InnerOptimizer.Variables.Where(v => v.Name != "learning_rate"))
                .Select(w => w.State.ReadBytes()),
        ];

    private static float[] Numbers(int count) =>
        [.. Enumerable.Range(1, count).Select(i => (float)Math.Sin(i * 1.3) * (1 + i % 3))];
}

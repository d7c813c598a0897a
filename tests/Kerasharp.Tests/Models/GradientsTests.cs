using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Optimizers;
using Kerasharp.Regularizers;

namespace Kerasharp.Tests.Models;

/// <summary>Gradients that a model gives out: by inputs and weights, against central differences and against what a step of descent does.</summary>
[Collection(nameof(AloneCollection))]
public sealed class GradientsTests
{
    [Fact]
    public void LeaveStatefulLayersWhereTheyStand()
    {
        var layer = new LSTM(3, stateful: true);
        using var model = new Sequential([new Input(4, 2) { BatchSize = 1 }, layer, new Dense(1)]);
        model.Compile(loss: "mse");
        float[,,] x = new float[1, 4, 2];
        x[0, 1, 0] = 1;
        model.Predict(x, batchSize: 1);
        float[] before = layer.States[0].GetValue().ToFlat();
        model.Gradients(x, new float[1, 1]);
        Assert.Equal(before, layer.States[0].GetValue().ToFlat());
        Assert.Contains(before, v => v != 0);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("rnn")]
    public void GoThroughTime(string kind)
    {
        Layer layer = kind switch
        {
            "lstm" => new LSTM(4),
            "gru" => new GRU(4),
            _ => new SimpleRNN(4),
        };
        using var model = new Sequential([new Input(6, 2), layer, new Dense(1)]);
        model.Compile(loss: "mse");
        var x = new float[1, 6, 2];
        for (int t = 0; t < 6; t++)
            (x[0, t, 0], x[0, t, 1]) = (MathF.Sin(t + 1), MathF.Cos(2 * t));
        float[,] y =
        {
            { 0.7f },
        };
        float[] slopes = model.Gradients(x, y).Inputs[0]!.ToFlat();
        const float Step = 1e-2f;
        for (int i = 0; i < slopes.Length; i++)
        {
            double Loss(float by)
            {
                var moved = (float[,,])x.Clone();
                moved[0, i / 2, i % 2] += by;
                return model.Evaluate(moved, y, verbose: 0)["loss"];
            }
            Assert.Equal((Loss(Step) - Loss(-Step)) / (2 * Step), slopes[i], 2e-3);
        }
    }

    [Fact]
    public void AreCentralDifferencesOfTheLoss()
    {
        Input image = new(5, 4, 2);
        Input row = new(3);
        var features = image
            .Apply(new Conv2D(3, 2, activation: "tanh", kernelRegularizer: new L2(0.01)))
            .Apply(new BatchNormalization())
            .Apply(new Flatten());
        var joined = new Concatenate().Apply([features, row.Apply(new Dense(4, activation: "sigmoid"))]);
        using var model = new Model([image, row], joined.Apply(new Dense(2)));
        model.Compile(loss: "mse");
        var (x0, x1) = (Elements.Tensor4(3, 5, 4, 2), Elements.Wave(9, 1).ToTensor(3, 3));
        var (y, weight) = (Elements.Rows(3, 2, 2), (float[])[1, 0.5f, 2]);

        var gradients = model.Gradients([x0, x1], y, weight);

        Assert.Equal(Loss(), gradients.Loss, 1e-5);
        AssertDifferences(x0, gradients.Inputs[0]!);
        AssertDifferences(x1, gradients.Inputs[1]!);
        Assert.Equal(model.TrainableWeights, gradients.Weights.Keys);
        foreach (var trained in model.TrainableWeights)
        {
            var tensors = model.GetWeights();
            int at = model.Weights.ToList().IndexOf(trained);
            AssertDifferences(tensors[at], gradients.Weights[trained], () => model.SetWeights(tensors));
        }

        double Loss() => model.Evaluate([x0, x1], y, sampleWeight: weight, verbose: 0)["loss"];

        void AssertDifferences(Tensor<float> at, Tensor<float> gradient, Action? changed = null)
        {
            Assert.Equal(at.Lengths.ToArray(), gradient.Lengths.ToArray());
            var differences = new double[at.FlattenedLength];
            var elements = at.ToFlat();
            Span<float> memory = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
                ref at.GetPinnableReference(),
                elements.Length
            );
            const float Step = 1e-2f;
            for (int i = 0; i < elements.Length; i++)
            {
                double Moved(float by, Span<float> values)
                {
                    values[i] = elements[i] + by;
                    changed?.Invoke();
                    return Loss();
                }
                differences[i] = (Moved(Step, memory) - Moved(-Step, memory)) / (2 * Step);
                Moved(0, memory);
            }
            Elements.AssertClose(differences, gradient.ToFlat(), 2e-3, "the gradient");
        }
    }

    [Fact]
    public void InTrainingAreWhatTheNextStepFollows()
    {
        Utils.SetRandomSeed(3);
        using var model = new Sequential([
            new Input(6),
            new Dense(8, activation: "tanh"),
            new BatchNormalization(),
            new Dropout(0.5),
            new Dense(2),
        ]);
        model.Compile(new SGD(0.5), loss: "mse", metrics: ["mae"]);
        var (x, y) = (Elements.Rows(7, 6), Elements.Rows(7, 2, 1));
        float[][] before = model.Snapshot();

        var gradients = model.Gradients(x, y, training: true);
        Assert.Equal(
            gradients.Weights.Values.Select(Elements.ToFlat),
            model.Gradients(x, y, training: true).Weights.Values.Select(Elements.ToFlat)
        );
        Assert.NotEqual(gradients.Loss, model.Gradients(x, y).Loss);
        Assert.Equal(before, model.Snapshot());

        double loss = model.TrainOnBatch(x, y)["loss"];
        Assert.Equal(loss, gradients.Loss, 1e-6);
        float[][] after = model.Snapshot();
        for (int i = 0; i < model.Weights.Count; i++)
            if (gradients.Weights.TryGetValue(model.Weights[i], out var gradient))
                Elements.AssertClose(
                    before[i].Zip(after[i], (b, a) => (b - (double)a) / 0.5),
                    gradient.ToFlat(),
                    1e-4,
                    model.Weights[i].Path
                );
    }

    [Fact]
    public void ByWordsThereAreNoneAndByBytesThereAre()
    {
        using var words = new Sequential([new Input(4), new Embedding(10, 3), new Flatten(), new Dense(1)]);
        words.Compile(loss: "mse");
        var gradients = words.Gradients(
            new int[,]
            {
                { 1, 2, 3, 4 },
                { 5, 6, 7, 8 },
            },
            new float[] { 1, 2 }
        );
        Assert.Null(gradients.Inputs[0]);
        Assert.Equal(3, gradients.Weights.Count);

        using var bytes = new Sequential([new Input(2), new Rescaling(1 / 255.0), new Dense(1)]);
        bytes.Compile(loss: "mse");
        Assert.Equal(
            bytes
                .Gradients(
                    new float[,]
                    {
                        { 1, 200 },
                    },
                    new float[] { 1 }
                )
                .Inputs[0]!.ToFlat(),
            bytes.Gradients(Tensor.Create(new byte[] { 1, 200 }, [1, 2]), new float[] { 1 }).Inputs[0]!.ToFlat()
        );
    }

    [Fact]
    public void OfFrozenWeightsAreNotGiven()
    {
        using var model = new Sequential([new Input(2), new Dense(3), new Dense(1)]);
        model.Layers[0].Trainable = false;
        model.Compile(loss: "mse");
        model.Layers[0].Trainable = true;
        var gradients = model.Gradients(
            new float[,]
            {
                { 1, 2 },
            },
            new float[] { 1 }
        );
        Assert.Equal(model.Layers[1].Weights, gradients.Weights.Keys);
        Assert.NotNull(gradients.Inputs[0]);
    }

    [Fact]
    public void WrongInputIsRefused()
    {
        using var model = new Sequential([new Input(2), new Dense(1)]);
        Assert.Throws<InvalidOperationException>(() => model.Gradients(new float[1, 2], new float[1]));
        model.Compile(loss: "mse");
        Assert.Throws<ArgumentException>(() => model.Gradients(new float[1, 3], new float[1]));
        Assert.Throws<ArgumentException>(() => model.Gradients(new float[2, 2], new float[1]));
        Assert.Throws<ArgumentException>(() =>
            model.Gradients(
                new float[,]
                {
                    { 1, float.NaN },
                },
                new float[1]
            )
        );
    }
}

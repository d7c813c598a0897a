using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Models;

/// <summary>Models from ONNX files: asked, trained and exported like any other.</summary>
public sealed class OnnxModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ADenseModelTrainsAsTheOneItWasExportedFrom()
    {
        float[,] x = Elements.Rows(12, 3);
        float[,] y = Elements.Rows(12, 1, phase: 3);
        using var original = new Sequential([new Input(3), new Dense(4, activation: "tanh"), new Dense(1)]);
        using var read = Reread(original);
        Assert.Equal(
            original.Weights.Select(w => $"{read.Name}/{w.Path} {w.Shape}"),
            read.Weights.Select(w => $"{w.Path} {w.Shape}")
        );
        foreach (var model in new Model[] { original, read })
            model.Compile(new Adam(0.05), "mse", ["mse"]);

        var expected = original.Fit(x, y, batchSize: 5, epochs: 4, verbose: 0, shuffle: false);
        var actual = read.Fit(x, y, batchSize: 5, epochs: 4, verbose: 0, shuffle: false);

        Assert.Equal(expected["loss"], actual["loss"], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.True(actual["loss"][^1] < 0.8 * actual["loss"][0]);
        for (int i = 0; i < original.Weights.Count; i++)
            Elements.AssertClose(original.Snapshot()[i], read.Snapshot()[i], 1e-5, original.Weights[i].Path);
    }

    [Fact]
    public void AConvolutionalModelTrainsAsTheOneItWasExportedFrom()
    {
        var x = Elements.Tensor4(12, 6, 6, 2);
        int[] y = [0, 1, 2, 2, 1, 0, 1, 1, 2, 0, 2, 1];
        using var original = new Sequential([
            new Input(6, 6, 2),
            new Conv2D(4, 3, padding: "same", activation: "relu"),
            new MaxPooling2D(2),
            new Flatten(),
            new Dense(3, activation: "softmax"),
        ]);
        using var read = Reread(original);
        foreach (var model in new Model[] { original, read })
            model.Compile(new SGD(0.05, momentum: 0.9), "sparse_categorical_crossentropy", ["accuracy"]);

        var expected = original.Fit(x, y, batchSize: 4, epochs: 4, verbose: 0, shuffle: false);
        var actual = read.Fit(x, y, batchSize: 4, epochs: 4, verbose: 0, shuffle: false);

        Assert.Equal(expected["loss"], actual["loss"], (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(expected["accuracy"], actual["accuracy"]);
        Assert.True(actual["loss"][^1] < 0.8 * actual["loss"][0]);
        Elements.AssertClose(original.Predict(x).ToFlat(), read.Predict(x).ToFlat(), 1e-5, "predictions");
    }

    [Fact]
    public void StatisticsOfABatchNormalizationAreNotTrained()
    {
        using var original = new Sequential([
            new Input(5, 5, 2),
            new Conv2D(3, 3),
            new BatchNormalization(),
            new Flatten(),
            new Dense(1),
        ]);
        using var read = Reread(original);
        Assert.Equal(original.NonTrainableWeights.Count, read.NonTrainableWeights.Count);
        read.Compile("sgd", "mse");
        var before = read.NonTrainableWeights.Select(w => w.GetValue().ToFlat()).ToArray();
        read.Fit(Elements.Tensor4(4, 5, 5, 2), Elements.Rows(4, 1), verbose: 0);

        Assert.Equal(before, read.NonTrainableWeights.Select(w => w.GetValue().ToFlat()));
    }

    [Fact]
    public void AGraphWrittenByHandIsTrained()
    {
        // y = (x + shift) W * 3, as another program might write it: another name for the batch, an axis of size 1, no activation.
        var graph = new Graph("by hand");
        var input = graph.AddInput("features", ElementType.Float32, new Shape(Dim.Symbolic("N"), 2));
        var shift = graph.Constant(ConstantTensor.Of<float>([0.5f, -0.5f], 2));
        var kernel = graph.Constant(ConstantTensor.Of<float>([1f, -2f], 2, 1));
        graph.AddOutput("score", Op.MatMul(input + shift, kernel) * 3);
        using var model = OnnxModel.FromBytes(ModelWriter.ToBytes(graph), "by_hand");
        Assert.Equal("features", model.Inputs[0].Name);
        Assert.Equal(["score"], model.OutputNames);
        Assert.Equal(2, model.Weights.Count);

        float[,] x =
        {
            { 1, 2 },
            { -1, 0.5f },
        };
        float[] y = [1, 2];
        double[] p = [3 * (1.5 - 2 * 1.5), 3 * (-0.5 - 2 * 0)];
        Assert.Equal(p, model.Predict(x).ToFlat().Select(v => (double)v), (a, b) => Math.Abs(a - b) < 1e-6);
        model.Compile(new SGD(0.01), "mse");
        model.Fit(x, y, verbose: 0);

        // dL/dp is (p - y); the slope of W is 3 (x + shift)' dL/dp, that of shift 3 W sum dL/dp.
        double[] e = [p[0] - 1, p[1] - 2];
        double[] w = [1 - 0.01 * 3 * (1.5 * e[0] + -0.5 * e[1]), -2 - 0.01 * 3 * (1.5 * e[0] + 0 * e[1])];
        double[] s = [0.5 - 0.01 * 3 * 1 * (e[0] + e[1]), -0.5 - 0.01 * 3 * -2 * (e[0] + e[1])];
        Elements.AssertClose(w, Weight(2).GetValue().ToFlat(), 1e-6, "kernel");
        Elements.AssertClose(s, Weight(1).GetValue().ToFlat(), 1e-6, "shift");

        Weight Weight(int rank) => model.Weights.Single(v => v.Shape.Rank == rank);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARecurrentModelIsTrained(bool batchFirst)
    {
        // The sum of a short sequence, which a state can carry.
        var graph = new Graph("recurrent");
        var input = graph.AddInput("x", ElementType.Float32, new Shape(Dim.Batch, 5, 2));
        var x = batchFirst ? input : Op.Transpose(input, 1, 0, 2);
        var options = new RecurrentOptions { Direction = "bidirectional", BatchFirst = batchFirst };
        var last = Op.LSTM(x, Wave(2, 16, 2), Wave(2, 16, 4), Wave(2, 32), options: options)[1];
        var row = Op.Reshape(batchFirst ? last : Op.Transpose(last, 1, 0, 2), -1, 8);
        graph.AddOutput("y", Op.Gemm(row, Wave(8, 1)));
        using var model = OnnxModel.FromBytes(ModelWriter.ToBytes(graph));
        Assert.Equal(4, model.Weights.Count);
        var sequences = Elements.Wave(40 * 10).ToTensor(40, 5, 2);
        float[] sums = [.. sequences.ToFlat().Chunk(10).Select(s => s.Sum() / 3)];
        model.Compile(new Adam(0.02), "mse");

        var losses = model.Fit(sequences, sums, batchSize: 12, epochs: 25, verbose: 0, shuffle: false)["loss"];

        Assert.True(losses[^1] < 0.1 * losses[0], $"The loss went from {losses[0]} to {losses[^1]}.");
        model.Export(_folder["recurrent.onnx"]);
        using var written = OnnxModel.Load(_folder["recurrent.onnx"]);
        Elements.AssertClose(
            model.Predict(sequences).ToFlat(),
            written.Predict(sequences).ToFlat(),
            1e-6,
            "predictions"
        );

        Value Wave(params long[] dims) =>
            graph.Constant(
                ConstantTensor.Of<float>(
                    Array.ConvertAll(Elements.Wave((int)dims.Aggregate((a, b) => a * b), dims.Length), w => 0.5f * w),
                    dims
                )
            );
    }

    [Fact]
    public void ATrainedModelIsExportedAgain()
    {
        float[,] x = Elements.Rows(8, 3);
        using var original = new Sequential([new Input(3), new Dense(2, activation: "softmax")]);
        using var read = Reread(original);
        read.Compile("sgd", new SparseCategoricalCrossentropy());
        read.Fit(x, new[] { 0, 1, 0, 1, 1, 1, 0, 0 }, epochs: 5, verbose: 0);
        read.Export(_folder["tuned.onnx"]);
        using var tuned = OnnxModel.Load(_folder["tuned.onnx"]);

        Assert.NotEqual(original.Predict(x).ToFlat(), read.Predict(x).ToFlat());
        Elements.AssertClose(read.Predict(x).ToFlat(), tuned.Predict(x).ToFlat(), 1e-6, "predictions");
    }

    [Fact]
    public void AFileStandsAsALayerInAModel()
    {
        float[,] x = Elements.Rows(8, 3);
        using var original = new Sequential([new Input(3), new Dense(4, activation: "relu")]);
        using var body = Reread(original);
        body.Trainable = false;
        using var model = new Sequential([new Input(3), body, new Dense(2)]);
        Assert.Equal(4, model.Weights.Count);
        Assert.Equal(2, model.TrainableWeights.Count);
        model.Compile("adam", "mse");
        float[][] before = model.Snapshot();
        model.Fit(x, Elements.Rows(8, 2, phase: 3), epochs: 2, verbose: 0);

        Assert.Equal(before[..2], model.Snapshot()[..2]);
        Assert.NotEqual(before[2], model.Snapshot()[2]);
    }

    [Fact]
    public void WhatIsNoModelIsRefused()
    {
        string path = _folder.Write("no.onnx", [1, 2, 3, 4, 5]);
        Assert.Contains("no ONNX model", Assert.Throws<GraphException>(() => OnnxModel.Load(path)).Message);
        Assert.Contains(
            "Check the path",
            Assert.Throws<FileNotFoundException>(() => OnnxModel.Load(_folder["none.onnx"])).Message
        );
    }

    /// <summary>Gives the model weights that are the same in each run, and reads it back from a file.</summary>
    private OnnxModel Reread(Model model)
    {
        model.SetWeights([
            .. model.GetWeights().Select((w, i) => Elements.Wave((int)w.FlattenedLength, phase: i).ToTensor(w.Lengths)),
        ]);
        string path = _folder[$"{model.Name}.onnx"];
        model.Export(path);
        return OnnxModel.Load(path);
    }
}

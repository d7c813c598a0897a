using System.Runtime.InteropServices;
using Kerasharp.Layers;
using Kerasharp.Saving;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Models;

/// <summary>A model's weights, given out and taken in, saved and loaded: in Keras's order and shapes, whatever lies in memory.</summary>
public sealed class WeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AreInKerassOrderAndShapes()
    {
        using var model = Model();
        Assert.Equal(
            [
                "conv2d/kernel (3, 2, 2, 4)",
                "conv2d/bias (4,)",
                "batch_normalization/gamma (4,)",
                "batch_normalization/beta (4,)",
                "batch_normalization/moving_mean (4,)",
                "batch_normalization/moving_variance (4,)",
                "dense/kernel (36, 3)",
                "dense/bias (3,)",
            ],
            model.Weights.Select(w => $"{Unnumbered(w.Path)} {w.Shape}")
        );
        Assert.Equal(model.Weights.Select(w => w.Shape.ToString()), model.GetWeights().Select(w => ShapeOf(w.Lengths)));
    }

    [Fact]
    public void WhatIsSetIsGivenBack()
    {
        using var model = Model();
        float[][] numbers = Numbers(model);
        Set(model, numbers);
        Assert.Equal(numbers, model.Snapshot());

        // A copy is given out: changing it changes nothing.
        model.GetWeights()[0][0, 0, 0, 0] = 99;
        Assert.Equal(numbers, model.Snapshot());
    }

    [Fact]
    public void SetWeightsActOnAModelThatIsTraining()
    {
        using var model = Model();
        model.Compile("sgd", "mse");
        var x = Elements.Tensor4(5, 5, 4, 2);
        model.Fit(x, Elements.Rows(5, 3), verbose: 0);
        float[][] numbers = Numbers(model);
        Set(model, numbers);
        float[] expected = model.Predict(x).ToFlat();
        model.Fit(x, Elements.Rows(5, 3), verbose: 0);
        Assert.NotEqual(expected, model.Predict(x).ToFlat());
        Set(model, numbers);
        Assert.Equal(expected, model.Predict(x).ToFlat());
    }

    [Fact]
    public void WrongWeightsChangeNothing()
    {
        using var model = Model();
        float[][] before = model.Snapshot();
        var weights = model.GetWeights().ToList();
        weights[0] = new float[48].ToTensor(3, 2, 2, 4);
        weights[^1] = new float[4].ToTensor(4);
        var error = Assert.Throws<ArgumentException>(() => model.SetWeights(weights));
        Assert.Contains("(4,)", error.Message);
        Assert.Contains("(3,)", error.Message);
        Assert.Contains("Give one of that shape", error.Message);
        Assert.Equal(before, model.Snapshot());
        Assert.Contains("7 tensors came for the 8 weights", Assert.Throws<ArgumentException>(() => model.SetWeights(weights[1..])).Message);
        Assert.Equal(before, model.Snapshot());
    }

    [Fact]
    public void AreSavedAndLoaded()
    {
        using var model = Model();
        Set(model, Numbers(model));
        model.SaveWeights(_folder["weights.safetensors"]);
        using var other = Model();
        other.LoadWeights(_folder["weights.safetensors"]);

        Assert.Equal(model.Snapshot(), other.Snapshot());
        var x = Elements.Tensor4(5, 5, 4, 2);
        Assert.Equal(model.Predict(x).ToFlat(), other.Predict(x).ToFlat());
        Assert.Equal(["weights.safetensors"], _folder.Files);
    }

    [Fact]
    public void TheFileHoldsKerassShapes()
    {
        using var model = Model();
        float[][] numbers = Numbers(model);
        Set(model, numbers);
        model.SaveWeights(_folder["weights.safetensors"]);
        var file = SafeTensorsFile.Read(_folder["weights.safetensors"]);

        Assert.Equal(model.Weights.Select(w => w.Path), file.Tensors.Keys);
        var kernel = file.Tensors[model.Weights[0].Path];
        Assert.Equal([3L, 2, 2, 4], kernel.Dims);
        Assert.Equal(numbers[0], MemoryMarshal.Cast<byte, float>(kernel.Data.Span).ToArray());
    }

    [Fact]
    public void NumbersOfNamesDoNotMatter()
    {
        // As where another model was made before in one of two processes: dense_1 of one is dense of the other.
        using var first = new Sequential([new Input(2), new Dense(2, name: "dense_1"), new Dense(2, name: "dense_2")]);
        using var second = new Sequential([new Input(2), new Dense(2, name: "dense"), new Dense(2, name: "dense_1")]);
        first.SaveWeights(_folder["w.safetensors"]);
        second.LoadWeights(_folder["w.safetensors"]);
        Assert.Equal(first.Snapshot(), second.Snapshot());
    }

    [Fact]
    public void NamesThatAllFitWinOverTheOrder()
    {
        using var first = new Sequential([new Input(2), new Dense(2, name: "a"), new Dense(2, name: "b")]);
        using var second = new Sequential([new Input(2), new Dense(2, name: "b"), new Dense(2, name: "a")]);
        first.SaveWeights(_folder["w.safetensors"]);
        second.LoadWeights(_folder["w.safetensors"]);
        Assert.Equal(first.Snapshot()[0], second.Snapshot()[2]);
    }

    [Theory]
    [InlineData("other names")]
    [InlineData("other shape")]
    [InlineData("fewer")]
    [InlineData("damaged")]
    [InlineData("none")]
    public void AWrongFileLeavesTheModelAsItWas(string kind)
    {
        using var model = new Sequential([new Input(2), new Dense(3, name: "a"), new Dense(2, name: "b")]);
        using var other = kind switch
        {
            "other names" => new Sequential([new Input(2), new Dense(3, name: "a"), new Dense(2, name: "c")]),
            "other shape" => new Sequential([new Input(2), new Dense(3, name: "a"), new Dense(4, name: "b")]),
            _ => new Sequential([new Input(2), new Dense(3, name: "a")]),
        };
        string path = _folder["w.safetensors"];
        if (kind != "none")
            other.SaveWeights(path);
        if (kind == "damaged")
            _folder.Write("w.safetensors", File.ReadAllBytes(path)[..^3]);
        float[][] before = model.Snapshot();
        float[] predictions = model.Predict(Elements.Rows(3, 2)).ToFlat();

        var error = Assert.ThrowsAny<Exception>(() => model.LoadWeights(path));
        Assert.IsType(
            kind switch
            {
                "damaged" => typeof(SafeTensorsException),
                "none" => typeof(FileNotFoundException),
                _ => typeof(ArgumentException),
            },
            error
        );
        Assert.Contains(path, error.Message);
        Assert.Equal(before, model.Snapshot());
        Assert.Equal(predictions, model.Predict(Elements.Rows(3, 2)).ToFlat());
    }

    [Fact]
    public void AModelWithoutWeightsYetSaysSo()
    {
        using var model = new Sequential([new Dense(3)]);
        var error = Assert.Throws<InvalidOperationException>(() => model.GetWeights());
        Assert.Contains("Put an Input first", error.Message);
        Assert.Throws<InvalidOperationException>(() => model.SaveWeights(_folder["w.safetensors"]));
        Assert.Empty(_folder.Files);
    }

    private static Sequential Model() =>
        new([new Input(5, 4, 2), new Conv2D(4, (3, 2), padding: "valid", activation: "relu"), new BatchNormalization(), new Flatten(), new Dense(3)]);

    private static float[][] Numbers(Model model)
    {
        int next = 1;
        return [.. model.Weights.Select(w => Enumerable.Range(0, (int)w.Count).Select(_ => next++ / 64f).ToArray())];
    }

    private static void Set(Model model, float[][] numbers) =>
        model.SetWeights([.. model.Weights.Zip(numbers, (w, n) => n.ToTensor([.. w.Shape.ToArray().Select(d => (nint)d)]))]);

    private static string ShapeOf(ReadOnlySpan<nint> lengths) =>
        Onnx.Graphs.Shape.Of(Array.ConvertAll(lengths.ToArray(), l => (long)l)).ToString();

    private static string Unnumbered(string path) => System.Text.RegularExpressions.Regex.Replace(path, @"_\d+/", "/");
}

using System.Globalization;
using System.Text.RegularExpressions;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Models;

/// <summary>What Fit, Evaluate and Predict write to the console.</summary>
[Collection(nameof(AloneCollection))]
public class VerboseTests
{
    private const string Line = @"5/5 ━{20} \d+s \d+(us|ms|s)/step - accuracy: \d\.\d{4} - loss: \d\.\d{4}";

    private static readonly float[,] X = Elements.Rows(20, 3);
    private static readonly int[] Y = [.. Enumerable.Range(0, 20).Select(i => i % 2)];

    [Fact]
    public void SilenceIsSilent() =>
        Assert.Equal(
            "",
            Written(model =>
            {
                model.Fit(X, Y, epochs: 2, verbose: 0, validationSplit: 0.2);
                model.Evaluate(X, Y, verbose: 0);
                model.Predict(X);
            })
        );

    [Fact]
    public void OneIsAProgressLineForEachEpoch()
    {
        string[] lines = Lines(model => model.Fit(X, Y, batchSize: 4, epochs: 2));
        Assert.Equal(4, lines.Length);
        Assert.Equal("Epoch 1/2", lines[0]);
        Assert.Matches($"^{Line}$", lines[1]);
        Assert.Equal("Epoch 2/2", lines[2]);
        Assert.Matches($"^{Line}$", lines[3]);
    }

    [Fact]
    public void ValidationStandsInTheSameLine()
    {
        string line = Assert.Single(Lines(model => model.Fit(X, Y, batchSize: 4, validationData: (X, Y))));
        Assert.Matches($@"^{Line} - val_accuracy: \d\.\d{{4}} - val_loss: \d\.\d{{4}}$", line);
    }

    [Fact]
    public void TwoIsALineForEachEpoch()
    {
        string[] lines = Lines(model => model.Fit(X, Y, batchSize: 4, epochs: 2, verbose: 2));
        Assert.Equal("Epoch 1/2", lines[0]);
        Assert.Matches(@"^5/5 - \d+s - \d+(us|ms|s)/step - accuracy: \d\.\d{4} - loss: \d\.\d{4}$", lines[1]);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void EvaluateAndPredictShowProgressToo()
    {
        Assert.Matches($"^{Line}$", Assert.Single(Lines(model => model.Evaluate(X, Y, batchSize: 4))));
        Assert.Matches(@"^5/5 ━{20} \d+s \d+(us|ms|s)/step$", Assert.Single(Lines(model => model.Predict(X, batchSize: 4, verbose: 1))));
    }

    [Fact]
    public void TheSummaryIsPrinted() => Assert.Contains(" Total params: 8 (32.00 B)", Written(model => model.Summary()));

    private static string[] Lines(Action<Sequential> action) =>
        Written(action).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What an action writes, colours and redrawn beginnings of lines left out, under a culture with commas.</summary>
    private static string Written(Action<Sequential> action)
    {
        using var model = new Sequential([new Input(3), new Dense(2, activation: "softmax")]);
        model.SetWeights([Elements.Wave(6).ToTensor(3, 2), Elements.Wave(2).ToTensor(2)]);
        model.Compile("sgd", "sparse_categorical_crossentropy", ["accuracy"]);
        var (console, culture) = (Console.Out, CultureInfo.CurrentCulture);
        using var writer = new StringWriter();
        try
        {
            Console.SetOut(writer);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");
            action(model);
        }
        finally
        {
            Console.SetOut(console);
            CultureInfo.CurrentCulture = culture;
        }
        string text = Regex.Replace(writer.ToString(), @"\e\[\d+m", "");
        return Regex.Replace(text, @"[^\n]*\r(?!\n)", "");
    }
}

using System.Xml;
using System.Xml.Linq;
using Kerasharp.Layers;
using Kerasharp.Looking;
using Kerasharp.Losses;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Looking.Reports;

[Collection(nameof(AloneCollection))]
public class RunReportTests
{
    [Fact]
    public void Tells_of_the_run_in_one_file()
    {
        using var model = new Sequential([new Input(2), new Dense(4, activation: "relu"), new Dense(2)], name: "small");
        model.Compile(
            optimizer: new Adam(0.01, clipnorm: 1),
            loss: new SparseCategoricalCrossentropy(fromLogits: true),
            metrics: ["accuracy"]
        );
        float[,] x =
        {
            { 0, 0 },
            { 0, 1 },
            { 1, 0 },
            { 1, 1 },
        };
        int[] y = [0, 1, 1, 0];
        var history = model.Fit(x, y, batchSize: 2, epochs: 3, verbose: 0, validationData: (x, y));
        history.Examples = 1234;
        history.BatchSize = 2;
        history.EpochsAsked = 7;
        var confusion = new ConfusionMatrix(y, model.Predict(x), ["even", "odd"]);

        string text = Text(
            history,
            file =>
                history.Report(file, title: "A <title>", notes: "One & two.\nThree.\n\nFour.", confusion: confusion),
            out string html
        );

        foreach (
            string part in (string[])
                [
                    "A <title>",
                    "One & two.",
                    "val_accuracy",
                    "epochs of 7",
                    "Dense",
                    "(None, 4)",
                    "Adam(learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, clipnorm: 1)",
                    "fromLogits: true",
                    "1,234",
                    "First epoch",
                    "ONNX Runtime",
                    "precision",
                    "odd",
                ]
        )
            Assert.Contains(
                part.Replace("epochs of 7", "of 7", StringComparison.Ordinal),
                text,
                StringComparison.Ordinal
            );
        Assert.Equal(3, html.Split("<svg").Length - 1);
        // Nothing is fetched, nothing runs, nobody's folders are told.
        foreach (string part in (string[])["<script", "<link", "<img", "url(", "@import", Environment.CurrentDirectory])
            Assert.DoesNotContain(part, html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Without_what_is_not_known_it_still_tells_the_rest()
    {
        using var model = new Sequential([new Input(2), new Dense(1)]);
        var history = Histories.Usual;
        string text = Text(history, file => history.Report(file, model), out _);
        Assert.Contains("val_loss", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Batch size", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Optimizer", text, StringComparison.Ordinal);
        Assert.Contains("1.50 s", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_and_schedules_are_named()
    {
        using var model = new Sequential([new Input(2), new Dense(1)]);
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> mine = (y, p) => Ops.Mean(Ops.Square(y - p), axis: -1);
        model.Compile(optimizer: new SGD(new ExponentialDecay(0.1, 100, 0.9)), loss: mine);
        string text = Text(Histories.Usual, file => Histories.Usual.Report(file, model), out _);
        Assert.Contains(
            "ExponentialDecay(initialLearningRate: 0.1, decaySteps: 100, decayRate: 0.9)",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Wrong_arguments_are_told()
    {
        using var folder = new TemporaryFolder();
        using var model = new Sequential([new Input(2), new Dense(1)]);
        Assert.Contains(
            ".html or .htm",
            Assert.Throws<ArgumentException>(() => Histories.Usual.Report(folder["a.pdf"], model)).Message
        );
        Assert.Throws<InvalidOperationException>(() => new History().Report(folder["a.html"], model));
        Assert.Throws<InvalidOperationException>(() => Histories.Usual.Report(folder["a.html"]));
        Assert.Empty(folder.Files);
    }

    /// <summary>Writes a report, reads it as XML, which it also is, and gives what stands in it.</summary>
    private static string Text(History history, Action<string> report, out string html)
    {
        using var folder = new TemporaryFolder();
        string file = folder["run.html"];
        report(file);
        html = File.ReadAllText(file);
        using var reader = XmlReader.Create(
            new StringReader(html),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore }
        );
        Assert.NotEmpty(history.Names);
        return XDocument.Load(reader).Root!.Element("body")!.Value;
    }
}

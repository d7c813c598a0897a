using System.Globalization;
using System.Xml.Linq;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Looking;

public class HistoryPlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_chart_for_each_metric_has_its_validation_and_the_best_epoch()
    {
        string[] texts = Texts(Plot(Histories.Usual));
        Assert.Equal(["loss", "accuracy"], texts.Where(t => t is "loss" or "accuracy"));
        Assert.Equal(2, texts.Count(t => t == "training"));
        Assert.Contains("validation, best 0.4 in epoch 3", texts);
        Assert.Contains("validation, best 0.8 in epoch 3", texts);
        Assert.Equal(2, texts.Count(t => t == "epoch"));
        Assert.Equal(2, texts.Count(t => t == "5"));
    }

    [Fact]
    public void Points_tell_their_values()
    {
        var hints = Plot(Histories.Usual).Descendants(Svg + "title").Select(t => t.Value).ToArray();
        Assert.Contains("epoch 3, validation: 0.4", hints);
        Assert.Contains("epoch 1, training: 0.5", hints);
    }

    [Fact]
    public void Names_choose_charts()
    {
        string[] texts = Texts(Plot(Histories.Usual, ["accuracy"]));
        Assert.DoesNotContain("loss", texts);
        Assert.Contains("accuracy", texts);
    }

    [Fact]
    public void Rare_validation_stands_at_its_epochs()
    {
        var history = Histories.Of(6, i => i % 3 == 2 ? [("loss", 1), ("val_loss", 3 - i)] : [("loss", 1)]);
        var hints = Plot(history).Descendants(Svg + "title").Select(t => t.Value).ToArray();
        Assert.Contains("epoch 3, validation: 1", hints);
        Assert.Contains("epoch 6, validation: -2", hints);
        Assert.Contains("validation, best -2 in epoch 6", Texts(Plot(history)));
    }

    [Fact]
    public void What_is_not_finite_leaves_a_gap()
    {
        double[] values = [1, 2, double.NaN, 3, double.PositiveInfinity, 4, 5];
        var root = Plot(Histories.Of(values.Length, i => [("loss", values[i])]));
        string line = root.Descendants(Svg + "path")
            .Select(p => (string)p.Attribute("d")!)
            .Last(d => d.Contains('L', StringComparison.Ordinal));
        Assert.Equal(2, line.Count(c => c == 'M'));
        Assert.Equal(
            values.Count(double.IsFinite),
            root.Descendants(Svg + "circle").Count(c => (string?)c.Attribute("r") == "2.5")
        );
        Assert.DoesNotContain("NaN", root.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, false)]
    [InlineData(0.0, true)]
    public void Nothing_to_draw_is_said(double value, bool logScale)
    {
        var root = Plot(Histories.Of(2, _ => [("loss", value)]), logScale: logScale);
        Assert.Contains(logScale ? "no positive values" : "no finite values", Texts(root));
    }

    [Fact]
    public void One_epoch_is_a_point()
    {
        var root = Plot(Histories.Of(1, _ => [("loss", 0.5)]));
        Assert.Contains(root.Descendants(Svg + "circle"), c => (string?)c.Attribute("r") == "2.5");
        Assert.Contains("1", Texts(root));
    }

    [Fact]
    public void Thousands_of_epochs_make_no_large_file()
    {
        var random = new Random(3);
        var history = Histories.Of(20_000, _ => [("loss", random.NextDouble()), ("val_loss", random.NextDouble())]);
        Assert.InRange(Plot(history).ToString().Length, 1000, 60_000);
    }

    [Fact]
    public void Logarithmic_axes_are_for_what_should_become_small()
    {
        var history = Histories.Of(4, i => [("accuracy", 0.25 * (i + 1)), ("loss", Math.Pow(10, -i))]);
        string[] texts = Texts(Plot(history, logScale: true));
        Assert.Contains("0.001", texts);
        Assert.Contains("0.01", texts);
        Assert.Contains("0.4", texts);
    }

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    public void Is_the_same_in_every_culture(string culture)
    {
        string expected = Plot(Histories.Usual).ToString();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Plot(Histories.Usual).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Wrong_arguments_are_told()
    {
        using var folder = new TemporaryFolder();
        string file = folder["history.svg"];
        Assert.Contains(
            "ends in .svg",
            Assert.Throws<ArgumentException>(() => Histories.Usual.Plot(folder["a.png"])).Message
        );
        Assert.Contains(
            "'loss', 'accuracy'",
            Assert.Throws<ArgumentException>(() => Histories.Usual.Plot(file, ["val_loss"])).Message
        );
        Assert.Throws<ArgumentException>(() => Histories.Usual.Plot(file, []));
        Assert.Contains(
            "160 to 10000",
            Assert.Throws<ArgumentOutOfRangeException>(() => Histories.Usual.Plot(file, width: 10)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => Histories.Usual.Plot(file, height: 20_000));
        Assert.Contains(
            "Call it after Fit",
            Assert.Throws<InvalidOperationException>(() => new History().Plot(file)).Message
        );
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void Epochs_are_timed()
    {
        var history = Histories.Of(3, _ => [("loss", 1)]);
        Assert.Equal([1.5, 1.5, 1.5], history.Durations.Select(d => d.TotalSeconds));
        Assert.Equal(4.5, history.TotalDuration.TotalSeconds);
        Assert.NotNull(history.Started);
        history.OnTrainBegin();
        Assert.Empty(history.Durations);
    }

    private static XElement Plot(History history, string[]? names = null, bool logScale = false)
    {
        using var folder = new TemporaryFolder();
        string file = folder["history.svg"];
        history.Plot(file, names, title: "<&> \"é\"", logScale: logScale);
        var root = XDocument.Load(file).Root!;
        Assert.Equal(["history.svg"], folder.Files);
        Assert.Equal("<&> \"é\"", (string)root.Element(Svg + "title")!);
        return root;
    }

    private static string[] Texts(XElement root) => [.. root.Descendants(Svg + "text").Select(t => t.Value)];
}

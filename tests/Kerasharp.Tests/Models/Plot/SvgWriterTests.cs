using System.Globalization;
using System.Xml.Linq;
using Kerasharp.Layers;
using Kerasharp.Models.Plot;
using Kerasharp.Models.Plot.Layout;

namespace Kerasharp.Tests.Models.Plot;

[Collection(nameof(AloneCollection))]
public class SvgWriterTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Names => [.. PlottedModels.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void HasABoxForEachLayerAndALineForEachEdge(string name)
    {
        using var model = PlottedModels.All[name]();
        foreach (string splines in (string[])["ortho", "curved", "line"])
        foreach (bool expand in (bool[])[false, true])
        {
            var options = new PlotOptions
            {
                ExpandNested = expand,
                ShowLayerNames = true,
                ShowShapes = true,
                Splines = splines,
            };
            var graph = PlotGraphBuilder.Of(model, options);
            var root = Parse(model, options);
            Assert.Equal(graph.AllBoxes().Select(b => b.Id).Order(), Groups(root, "layer").Select(Id).Order());
            Assert.Equal(
                graph.AllEdges().Select(e => $"{e.From.Id}->{e.To.Id}").Order(),
                Groups(root, "edge").Select(g => (string)g.Element(Svg + "title")!).Order()
            );
            Assert.Equal(
                expand && name is "nested" ? 4
                    : expand && name is "shared" ? 1
                    : 0,
                Groups(root, "model").Count()
            );
            Assert.DoesNotContain("NaN", root.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ShowsWhatIsAskedFor()
    {
        using var model = PlottedModels.Sequential();
        Assert.Equal(["Conv2D", "Flatten", "Dense"], Texts(model, new PlotOptions()));
        Assert.Equal(
            [
                "conv (Conv2D)",
                "Activation: relu",
                "Input shape: (None, 8, 8, 1)",
                "Output shape: (None, 6, 6, 4)",
                "Output dtype: float32",
                "Trainable",
                "flat (Flatten)",
                "Input shape: (None, 6, 6, 4)",
                "Output shape: (None, 144)",
                "Output dtype: float32",
                "last (Dense)",
                "Activation: softmax",
                "Input shape: (None, 144)",
                "Output shape: (None, 3)",
                "Output dtype: float32",
                "Non-trainable",
            ],
            Texts(model, Everything)
        );
    }

    [Fact]
    public void NestedLayersHaveTheirShapes()
    {
        using var model = PlottedModels.Nested();
        model.GetLayer("decoder").Trainable = false;
        var root = Parse(model, Everything with { ExpandNested = true });
        string box = Box(root, "decoder_2 (Dense)");
        Assert.Contains("Input shape: (None, 6)", box);
        Assert.Contains("Output shape: (None, 4)", box);
        Assert.Contains("Non-trainable", box);
        Assert.DoesNotContain("Non-trainable", Box(root, "encoder_2 (Dense)"));
        Assert.Contains("Input shape: [(None, 4), (None, 4)]", Box(root, "add (Add)"));
        Assert.DoesNotContain("Input shape", Box(root, "encoder_x (InputLayer)"));
    }

    [Fact]
    public void TextLiesWithinItsBox()
    {
        using var model = PlottedModels.Branches();
        var graph = PlotGraphBuilder.Of(model, Everything);
        foreach (var box in graph.AllBoxes())
        {
            var frame = new BoxFrame(box.Label);
            foreach (var cell in frame.Cells)
            {
                double width = cell.Runs.Sum(r => TextWidth.Of(r.Text, cell.FontSize, r.Bold));
                Assert.True(width + 19.9 <= cell.Area.Width);
                Assert.True(cell.Area.Right <= frame.Width && cell.Area.Bottom <= frame.Height);
            }
        }
    }

    [Fact]
    public void NamesAreEscaped()
    {
        const string Name = "a<b>&\"c'\u0001 é 層";
        using var model = new Sequential([new Input(2), new Dense(1, name: Name)], name: "<&>");
        var root = Parse(model, Everything);
        Assert.Contains(root.Descendants(Svg + "text"), t => t.Value == "a<b>&\"c'\uFFFD é 層 (Dense)");
        Assert.Equal("<&>", (string)root.Element(Svg + "title")!);
    }

    [Theory]
    [InlineData(72, 1)]
    [InlineData(144, 2)]
    public void ThePictureIsAsLargeAsAPngOfTheResolution(int dpi, double scale)
    {
        using var model = PlottedModels.Sequential();
        var root = Parse(model, new PlotOptions { Dpi = dpi });
        double[] box = [.. ((string)root.Attribute("viewBox")!).Split(' ').Select(Number)];
        Assert.Equal(scale * box[2], Number((string)root.Attribute("width")!), 1);
        Assert.Equal(scale * box[3], Number((string)root.Attribute("height")!), 1);
    }

    [Theory]
    [InlineData("fr-FR")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    public void IsTheSameInEveryCulture(string culture)
    {
        using var model = PlottedModels.Nested();
        var options = Everything with { ExpandNested = true };
        var graph = PlotGraphBuilder.Of(model, options);
        string expected = SvgWriter.Write(PlotLayout.Of(graph, options), options);
        string dot = DotWriter.Graph(graph, options);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            graph = PlotGraphBuilder.Of(model, options);
            Assert.Equal(expected, SvgWriter.Write(PlotLayout.Of(graph, options), options));
            Assert.Equal(dot, DotWriter.Graph(graph, options));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static PlotOptions Everything =>
        new()
        {
            ShowShapes = true,
            ShowDtype = true,
            ShowLayerNames = true,
            ShowLayerActivations = true,
            ShowTrainable = true,
        };

    private static XElement Parse(Model model, PlotOptions options)
    {
        var graph = PlotGraphBuilder.Of(model, options);
        return XDocument.Parse(SvgWriter.Write(PlotLayout.Of(graph, options), options)).Root!;
    }

    private static string[] Texts(Model model, PlotOptions options) =>
        [.. Parse(model, options).Descendants(Svg + "text").Select(t => t.Value)];

    private static string Box(XElement root, string title) =>
        string.Join(
            "\n",
            Groups(root, "layer")
                .First(g => (string)g.Element(Svg + "title")! == title)
                .Elements(Svg + "text")
                .Select(t => t.Value)
        );

    private static IEnumerable<XElement> Groups(XElement root, string kind) =>
        root.Elements(Svg + "g").Where(g => (string)g.Attribute("class")! == kind);

    private static string Id(XElement group) => (string)group.Attribute("id")!;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

using System.Text;
using System.Xml.Linq;
using Kerasharp.Layers;
using Kerasharp.Models.Plot;

namespace Kerasharp.Tests.Models.Plot;

public class PlotModelTests
{
    private const string NoGraphviz = "Graphviz's program 'dot' is not installed.";

    private static string? SearchPath => Environment.GetEnvironmentVariable("PATH");

    [Theory]
    [InlineData("model.svg")]
    [InlineData("model.SVG")]
    [InlineData("model.dot")]
    [InlineData("model.gv")]
    public void WritesFilesWithoutGraphviz(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = PlottedModels.Nested();
        File.WriteAllText(folder[name], "older");
        PlotFile.Write(model, folder[name], new PlotOptions { ExpandNested = true }, path: "");
        string text = File.ReadAllText(folder[name]);
        Assert.StartsWith(
            name.EndsWith("svg", StringComparison.OrdinalIgnoreCase) ? "<svg" : "digraph",
            text,
            StringComparison.Ordinal
        );
        Assert.Equal([name], folder.Files);
    }

    [Fact]
    public void UtilsHandAllArgumentsOn()
    {
        using var folder = new TemporaryFolder();
        using var model = PlottedModels.Sequential();
        Utils.PlotModel(model, folder["a.dot"], true, true, true, "LR", true, 100, true, true, "polyline");
        string dot = Utils.ModelToDot(model, true, true, true, "LR", true, 100, false, true, true, "polyline");
        Assert.Equal(dot, File.ReadAllText(folder["a.dot"]));
        foreach (
            string part in (string[])
                ["rankdir=LR;", "dpi=100;", "splines=polyline;", "relu", "float32", "Non-trainable", "(None, 144)"]
        )
            Assert.Contains(part, dot, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("png", "\u0089PNG")]
    [InlineData("pdf", "%PDF")]
    [InlineData("jpg", "\u00FF\u00D8")]
    [InlineData("", "\u0089PNG")]
    public void GraphvizDrawsTheRest(string format, string begin)
    {
        Assert.SkipWhen(Graphviz.Find(SearchPath) is null, NoGraphviz);
        using var folder = new TemporaryFolder();
        using var model = PlottedModels.Nested();
        string name = format.Length == 0 ? "model" : $"model.{format}";
        Utils.PlotModel(model, folder[name], showShapes: true, showLayerNames: true, expandNested: true, dpi: 50);
        Assert.StartsWith(begin, Encoding.Latin1.GetString(File.ReadAllBytes(folder[name])), StringComparison.Ordinal);
        Assert.Equal([name], folder.Files);
    }

    [Fact]
    public void GraphvizReadsEveryModelAsItWasMeant()
    {
        Assert.SkipWhen(Graphviz.Find(SearchPath) is null, NoGraphviz);
        var odd = () => (Model)new Sequential([new Input(2), new Dense(1, name: "a<b>&\"c'\\ é")], name: "a\"b\\");
        foreach (var make in PlottedModels.All.Values.Append(odd))
        {
            using var model = make();
            // It writes the graph back, in its own words and with a node for each box.
            var options = new PlotOptions
            {
                ShowLayerNames = true,
                ShowShapes = true,
                ExpandNested = true,
                Splines = "line",
            };
            byte[] svg = Graphviz.Draw(
                DotWriter.Graph(PlotGraphBuilder.Of(model, options), options),
                "svg",
                SearchPath
            );
            using var stream = new MemoryStream(svg);
            int nodes = XDocument.Load(stream).Descendants().Count(e => (string?)e.Attribute("class") == "node");
            Assert.Equal(PlotGraphBuilder.Of(model, options).AllBoxes().Count(), nodes);
        }
    }

    [Fact]
    public void WithoutGraphvizTheErrorSaysWhatIsMissingAndNothingIsWritten()
    {
        using var folder = new TemporaryFolder();
        using var model = PlottedModels.Sequential();
        var error = Assert.Throws<InvalidOperationException>(() =>
            PlotFile.Write(model, folder["model.png"], new PlotOptions(), path: folder["nowhere"])
        );
        Assert.Contains("'dot' is in no folder of PATH", error.Message);
        Assert.Contains(".svg", error.Message);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void WhatGraphvizSaysIsInTheError()
    {
        Assert.SkipWhen(Graphviz.Find(SearchPath) is null, NoGraphviz);
        var error = Assert.Throws<InvalidOperationException>(() => Graphviz.Draw("digraph {", "png", SearchPath));
        Assert.Contains("ended with the code 1", error.Message);
        Assert.Contains("syntax error", error.Message);
    }

    [Fact]
    public void AModelWhoseInputIsNotKnownIsRefused()
    {
        using var model = new Sequential([new Dense(3)], name: "open");
        foreach (var draw in (Action[])[() => Utils.PlotModel(model, "open.svg"), () => Utils.ModelToDot(model)])
            Assert.Contains(
                "'open' was to be drawn, which is not built",
                Assert.Throws<ArgumentException>(draw).Message
            );
        Assert.False(File.Exists("open.svg"));
        model.Predict(Elements.Rows(2, 2));
        Assert.Contains("(None, 2)", Utils.ModelToDot(model, showShapes: true));
    }

    [Theory]
    [InlineData("x.svg", "XY", "ortho", 1, "The rankdir 'XY' is not known; accepted are 'TB', 'BT', 'LR', 'RL'")]
    [InlineData("x.svg", "TB", "round", 1, "The form of splines 'round' is not known; accepted are 'ortho'")]
    [InlineData("x.svg", "TB", "ortho", 0, "dpi of 0 came")]
    [InlineData("x.bmp", "TB", "ortho", 1, "the format .bmp is not known. Known are .svg and .dot")]
    public void WrongArgumentsAreRefused(string file, string rankdir, string splines, int dpi, string message)
    {
        using var model = PlottedModels.Sequential();
        var error = Assert.ThrowsAny<ArgumentException>(() =>
            Utils.PlotModel(model, file, rankdir: rankdir, splines: splines, dpi: dpi)
        );
        Assert.Contains(message, error.Message);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void AModelOfOnesOwnIsOneBox()
    {
        SymbolicTensor x = new Input(4) { Name = "x" };
        using var own = new Own();
        using var model = new Model(x, x.Apply(own));
        Assert.Contains("<b>own</b> (Own)", Utils.ModelToDot(model, expandNested: true));
        string alone = Utils.ModelToDot(own, showShapes: true);
        Assert.Contains("Output shape: <b>(None, 2)</b>", alone);
        Assert.DoesNotContain("->", alone);
    }

    private sealed class Own : Model
    {
        private readonly Dense _dense = new(2);

        public Own()
            : base("own") { }

        public override IReadOnlyList<InputSpec> Inputs =>
            [new("x", Onnx.Graphs.ElementType.Float32, new Onnx.Graphs.Shape(Onnx.Graphs.Dim.Batch, 4))];

        public override IReadOnlyList<string> OutputNames => ["y"];

        public override IReadOnlyList<Layer> Layers => [_dense];

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input) =>
            _dense.Invoke(context, input);
    }
}

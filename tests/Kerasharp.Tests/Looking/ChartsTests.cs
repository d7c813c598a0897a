using System.Xml.Linq;
using Kerasharp.Looking;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Looking;

public class ChartsTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Lines_have_names_colours_and_axes()
    {
        using var folder = new TemporaryFolder();
        Charts.Lines(
            folder["a.svg"],
            [.. Enumerable.Range(0, 9).Select(k => new Series($"line {k}", [1, 2.5, k]))],
            title: "Title",
            xLabel: "across",
            yLabel: "up",
            width: 500,
            height: 300
        );
        var root = XDocument.Load(folder["a.svg"]).Root!;
        Assert.Equal(("500", "300"), ((string)root.Attribute("width")!, (string)root.Attribute("height")!));
        string[] texts = [.. root.Descendants(Svg + "text").Select(t => t.Value)];
        Assert.Superset(
            new HashSet<string>(Enumerable.Range(0, 9).Select(k => $"line {k}").Concat(["Title", "across", "up"])),
            texts.ToHashSet()
        );
        var lines = root.Descendants(Svg + "path").Where(p => (string?)p.Attribute("fill") == "none").ToArray();
        Assert.Equal(9, lines.Length);
        // Seven colours; then again, dashed.
        Assert.Equal(
            9,
            lines
                .Select(l => ((string?)l.Attribute("stroke"), (string?)l.Attribute("stroke-dasharray")))
                .Distinct()
                .Count()
        );
    }

    [Fact]
    public void Lines_may_share_a_colour()
    {
        using var folder = new TemporaryFolder();
        Charts.Lines(
            folder["a.svg"],
            [new Series("training", [2, 1], dashed: true) { Color = 3 }, new Series("validation", [3, 2]) { Color = 3 }]
        );
        var lines = XDocument
            .Load(folder["a.svg"])
            .Root!.Descendants(Svg + "path")
            .Where(p => (string?)p.Attribute("fill") == "none")
            .ToArray();
        Assert.Single(lines.Select(l => (string?)l.Attribute("stroke")).Distinct());
        Assert.NotEqual(
            (string?)lines[0].Attribute("stroke-dasharray"),
            (string?)lines[1].Attribute("stroke-dasharray")
        );
        Assert.StartsWith(
            "The colour 7 came; 0 to 6 was expected.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Series("x", [1.0]) { Color = 7 }).Message
        );
    }

    [Fact]
    public void Both_axes_may_be_logarithmic()
    {
        using var folder = new TemporaryFolder();
        Charts.Lines(folder["a.svg"], [Series.Of("1/n", n => 1 / n, 1, 10_000, logX: true)], logX: true, logY: true);
        var root = XDocument.Load(folder["a.svg"]).Root!;
        string[] texts = [.. root.Descendants(Svg + "text").Select(t => t.Value)];
        Assert.Superset(
            new HashSet<string>(["1", "10", "100", "1000", "10,000", "0.1", "0.01", "0.001", "0.0001"]),
            texts.ToHashSet()
        );
        // On such axes a power is a straight line.
        string d = (string)
            root.Descendants(Svg + "path").Single(p => (string?)p.Attribute("fill") == "none").Attribute("d")!;
        var points = d.Split('M', 'L')
            .Skip(1)
            .Select(p =>
                p.Split(' ').Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture)).ToArray()
            )
            .ToArray();
        double slope = (points[^1][1] - points[0][1]) / (points[^1][0] - points[0][0]);
        Assert.All(points, p => Assert.Equal(points[0][1] + (slope * (p[0] - points[0][0])), p[1], 0.2));
    }

    [Fact]
    public void A_series_numbers_its_values_and_a_function_ends_where_told()
    {
        Assert.Equal([(1, 5), (2, 7)], new Series("a", [5.0, 7.0]).Points);
        var function = Series.Of("f", x => x * x, -1, 3);
        Assert.Equal(
            ((-1, 1), (3, 9), 200, true),
            (function.Points[0], function.Points[^1], function.Points.Count, function.Dashed)
        );
    }

    [Fact]
    public void A_heat_map_has_a_square_for_each_number()
    {
        using var folder = new TemporaryFolder();
        Charts.HeatMap(
            folder["a.svg"],
            new[,]
            {
                { 0, 0.25, 1 },
                { 0.5, 0.5, 0 },
            },
            columns: ["the", "good", "film"],
            title: "weights",
            xLabel: "key",
            yLabel: "query",
            greatest: 1
        );
        var root = XDocument.Load(folder["a.svg"]).Root!;
        string[] texts = [.. root.Descendants(Svg + "text").Select(t => t.Value)];
        Assert.Superset(
            new HashSet<string>(["weights", "key", "query", "the", "good", "film", "0", "1", "0.25", "1.00", "0.50"]),
            texts.ToHashSet()
        );
        // Six squares in two rows and three columns, the greatest of another colour than the least.
        var squares = root.Descendants(Svg + "g")
            .Where(g => g.Element(Svg + "title") is not null)
            .Select(g => g.Element(Svg + "rect")!)
            .ToArray();
        Assert.Equal(
            (6, 2, 3),
            (
                squares.Length,
                squares.Select(s => (string?)s.Attribute("y")).Distinct().Count(),
                squares.Select(s => (string?)s.Attribute("x")).Distinct().Count()
            )
        );
        Assert.NotEqual((string?)squares[0].Attribute("fill"), (string?)squares[2].Attribute("fill"));
    }

    [Fact]
    public void Wrong_numbers_of_a_heat_map_are_told()
    {
        using var folder = new TemporaryFolder();
        string path = folder["a.svg"];
        Assert.Contains(
            "number -1",
            Told(() =>
                Charts.HeatMap(
                    path,
                    new double[,]
                    {
                        { 1, -1 },
                    }
                )
            )
        );
        Assert.Contains(
            "number NaN",
            Told(() =>
                Charts.HeatMap(
                    path,
                    new[,]
                    {
                        { double.NaN },
                    }
                )
            )
        );
        Assert.Contains("0 rows", Told(() => Charts.HeatMap(path, new double[0, 3])));
        Assert.Contains(
            "1 names came for 2 columns",
            Told(() => Charts.HeatMap(path, new double[1, 2], columns: ["a"]))
        );
        Assert.Contains("above 0", Told(() => Charts.HeatMap(path, new double[1, 2], greatest: 0)));
        Assert.Contains(".svg", Told(() => Charts.HeatMap(folder["a.png"], new double[1, 2])));
        Assert.Empty(folder.Files);

        static string Told(Action draw) => Assert.ThrowsAny<ArgumentException>(draw).Message;
    }

    [Fact]
    public void Wrong_arguments_are_told()
    {
        using var folder = new TemporaryFolder();
        Series[] some = [new("a", [1.0])];
        Assert.Contains(".svg", Assert.Throws<ArgumentException>(() => Charts.Lines(folder["a.pdf"], some)).Message);
        Assert.Contains(
            "Give a Series",
            Assert.Throws<ArgumentException>(() => Charts.Lines(folder["a.svg"], [])).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.Lines(folder["a.svg"], some, width: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.Lines(folder["a.svg"], some, height: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Series.Of("f", x => x, 1, 1));
        Assert.Contains(
            "above 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => Series.Of("f", x => x, 0, 1, logX: true)).Message
        );
        Assert.Empty(folder.Files);
    }
}

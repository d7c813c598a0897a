using Kerasharp.Models.Plot;
using Kerasharp.Models.Plot.Layout;

namespace Kerasharp.Tests.Models.Plot.Layout;

/// <summary>No layout has boxes on each other, edges through boxes, or edges that miss their boxes.</summary>
public class PlotLayoutTests
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (string model in PlottedModels.All.Keys)
            foreach (string rankdir in (string[])["TB", "BT", "LR", "RL"])
            foreach (string splines in (string[])["ortho", "polyline"])
                cases.Add(model, rankdir, splines);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Models(string name, string rankdir, string splines)
    {
        using var model = PlottedModels.All[name]();
        foreach (bool full in (bool[])[false, true])
        foreach (bool expand in (bool[])[false, true])
        {
            var options = new PlotOptions
            {
                Rankdir = rankdir,
                Splines = splines,
                ShowShapes = full,
                ShowDtype = full,
                ShowTrainable = full,
                ShowLayerActivations = full,
                ShowLayerNames = true,
                ExpandNested = expand,
            };
            var graph = PlotGraphBuilder.Of(model, options);
            LayoutChecks.Check(graph, PlotLayout.Of(graph, options), splines == "ortho");
        }
    }

    [Theory]
    [InlineData("ortho", "TB")]
    [InlineData("ortho", "RL")]
    [InlineData("polyline", "TB")]
    public void DrawnGraphs(string splines, string rankdir)
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var graph = Drawn(random, random.Next(1, 4), "g");
            try
            {
                var options = new PlotOptions { Splines = splines, Rankdir = rankdir };
                LayoutChecks.Check(graph, PlotLayout.Of(graph, options), splines == "ortho");
            }
            catch (Exception error)
            {
                Assert.Fail($"Seed {seed}: {error.Message}");
            }
        }
    }

    [Fact]
    public void EdgesLeadDownwards()
    {
        using var model = PlottedModels.Branches();
        var options = new PlotOptions();
        var picture = PlotLayout.Of(PlotGraphBuilder.Of(model, options), options);
        var areas = picture.Boxes.ToDictionary(b => b.Box, b => b.Area);
        Assert.All(picture.Routes, r => Assert.True(areas[r.Edge.From].Bottom < areas[r.Edge.To].Y));
    }

    [Fact]
    public void AChainIsOneStraightLine()
    {
        using var model = PlottedModels.Sequential();
        var options = new PlotOptions { ShowShapes = true };
        var picture = PlotLayout.Of(PlotGraphBuilder.Of(model, options), options);
        Assert.All(picture.Routes, r => Assert.Equal(2, r.Points.Count));
        Assert.Single(picture.Routes.SelectMany(r => r.Points).Select(p => Math.Round(p.X, 3)).Distinct());
    }

    /// <summary>Boxes and frames with edges at random, some of them back and around.</summary>
    private static PlotGraph Drawn(Random random, int depth, string id)
    {
        var graph = new PlotGraph(id, new string('m', random.Next(1, 30)));
        int count = random.Next(1, depth > 1 ? 5 : 9);
        for (int i = 0; i < count; i++)
        {
            string inner = $"{id}_{i}";
            if (depth > 1 && random.Next(2) == 0)
                graph.Add(Drawn(random, depth - 1, inner));
            else
                graph.Add(Box(random, inner));
        }
        for (int i = random.Next(0, (2 * count) + 1); i > 0; i--)
        {
            var (from, to) = (random.Next(count), random.Next(count));
            if (from > to && random.Next(5) > 0)
                (from, to) = (to, from);
            if (from != to || random.Next(5) == 0)
                graph.Connect(graph.Nodes[from], random.Next(2), graph.Nodes[to], random.Next(2));
        }
        for (int i = 0; i < 2; i++)
        {
            graph.Takers.Add(graph.Nodes[random.Next(count)]);
            graph.Givers.Add((graph.Nodes[random.Next(count)], random.Next(2)));
        }
        return graph;
    }

    private static PlotBox Box(Random random, string id)
    {
        BoxCell[] cells = random.Next(2) == 0 ? [] : [new("Output shape: ", "(None, 8)")];
        return new PlotBox(id, new BoxLabel(null, new string('n', random.Next(1, 20)), null, cells));
    }
}

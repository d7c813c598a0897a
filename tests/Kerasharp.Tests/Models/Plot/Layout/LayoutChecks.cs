using Kerasharp.Models.Plot;
using Kerasharp.Models.Plot.Layout;

namespace Kerasharp.Tests.Models.Plot.Layout;

/// <summary>What holds for every layout.</summary>
internal static class LayoutChecks
{
    public static void Check(PlotGraph graph, PlotPicture picture, bool rightAngles)
    {
        var boxes = picture.Boxes.ToDictionary(b => b.Box, b => b.Area);
        var frames = picture.Frames.ToDictionary(f => f.Graph, f => f.Area);
        Assert.Equal(graph.AllBoxes().ToHashSet(), boxes.Keys.ToHashSet());
        Assert.Equal(graph.AllEdges().ToHashSet(), picture.Routes.Select(r => r.Edge).ToHashSet());
        Assert.Equal(graph.AllEdges().Count(), picture.Routes.Count);

        var page = new PlotRect(0, 0, picture.Width, picture.Height);
        foreach (var area in boxes.Values.Concat(frames.Values))
            Assert.True(Contains(page, area), $"{area} leaves the page {page}");
        foreach (var (box, area) in boxes)
        foreach (var (other, otherArea) in boxes)
            Assert.False(box != other && area.Overlaps(otherArea), $"{box.Id} {area} overlaps {other.Id} {otherArea}");
        foreach (var (frame, frameArea) in frames)
        foreach (
            var (node, area) in boxes
                .Select(b => ((PlotNode)b.Key, b.Value))
                .Concat(frames.Select(f => ((PlotNode)f.Key, f.Value)))
        )
        {
            if (IsWithin(node, frame))
                Assert.True(Contains(frameArea, area), $"{node.Id} {area} leaves its frame {frame.Id} {frameArea}");
            else if (node != frame && !IsWithin(frame, node))
                Assert.False(frameArea.Overlaps(area), $"{node.Id} {area} overlaps the frame {frame.Id} {frameArea}");
        }
        foreach (var (edge, points) in picture.Routes)
            CheckEdge(edge, points, boxes, frames, page, rightAngles);
        if (rightAngles)
            CheckApart(picture);
    }

    private static void CheckEdge(
        PlotEdge edge,
        IReadOnlyList<PlotPoint> points,
        Dictionary<PlotBox, PlotRect> boxes,
        Dictionary<PlotGraph, PlotRect> frames,
        PlotRect page,
        bool rightAngles
    )
    {
        string name = $"{edge.From.Id}->{edge.To.Id}";
        Assert.True(OnBorder(points[0], boxes[edge.From]), $"{name} begins at {points[0]}, not at {boxes[edge.From]}");
        Assert.True(OnBorder(points[^1], boxes[edge.To]), $"{name} ends at {points[^1]}, not at {boxes[edge.To]}");
        foreach (var (a, b) in points.Zip(points.Skip(1)))
        {
            Assert.True(Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y) > 0.001, $"{name} has a piece of no length at {a}");
            Assert.True(Contains(page, new PlotRect(a.X, a.Y, 0, 0)), $"{name} leaves the page at {a}");
            if (rightAngles)
                Assert.True(Math.Abs(a.X - b.X) < 2.6 || Math.Abs(a.Y - b.Y) < 2.6, $"{name} goes from {a} to {b}");
            foreach (var (box, area) in boxes)
                Assert.False(Crosses(a, b, area), $"{name} goes through {box.Id} {area} from {a} to {b}");
            foreach (var (frame, area) in frames)
                if (!IsWithin(edge.From, frame) && !IsWithin(edge.To, frame))
                    Assert.False(
                        Crosses(a, b, area),
                        $"{name} goes through the frame {frame.Id} {area} from {a} to {b}"
                    );
        }
    }

    // No two edges lie on each other, but those that begin or end in the same box.
    private static void CheckApart(PlotPicture picture)
    {
        for (int i = 0; i < picture.Routes.Count; i++)
        for (int j = 0; j < i; j++)
        {
            var (edge, points) = picture.Routes[i];
            var (other, otherPoints) = picture.Routes[j];
            if (edge.From == other.From || edge.To == other.To)
                continue;
            foreach (var (a, b) in points.Zip(points.Skip(1)))
            foreach (var (c, d) in otherPoints.Zip(otherPoints.Skip(1)))
                Assert.False(
                    Along(a.X, b.X, c.X, d.X, a.Y, b.Y, c.Y, d.Y) || Along(a.Y, b.Y, c.Y, d.Y, a.X, b.X, c.X, d.X),
                    $"{edge.From.Id}->{edge.To.Id} and {other.From.Id}->{other.To.Id} lie on each other: {a} {b}, {c} {d}"
                );
        }
    }

    // Both at the same place across, and with a part in common along.
    private static bool Along(double a, double b, double c, double d, double aa, double bb, double cc, double dd) =>
        Math.Abs(a - b) < 0.1
        && Math.Abs(c - d) < 0.1
        && Math.Abs(a - c) < 1
        && Math.Min(Math.Max(aa, bb), Math.Max(cc, dd)) - Math.Max(Math.Min(aa, bb), Math.Min(cc, dd)) > 1;

    private static bool IsWithin(PlotNode node, PlotNode frame)
    {
        for (var parent = node.Parent; parent is not null; parent = parent.Parent)
            if (parent == frame)
                return true;
        return false;
    }

    private static bool Contains(PlotRect outer, PlotRect inner) =>
        inner.X >= outer.X - 0.01
        && inner.Y >= outer.Y - 0.01
        && inner.Right <= outer.Right + 0.01
        && inner.Bottom <= outer.Bottom + 0.01;

    private static bool OnBorder(PlotPoint point, PlotRect area) =>
        (Near(point.X, area.X, area.Right) && point.Y > area.Y - 0.01 && point.Y < area.Bottom + 0.01)
        || (Near(point.Y, area.Y, area.Bottom) && point.X > area.X - 0.01 && point.X < area.Right + 0.01);

    private static bool Near(double value, double a, double b) =>
        Math.Abs(value - a) < 0.01 || Math.Abs(value - b) < 0.01;

    // Liang and Barsky's clipping, against the area without its border.
    private static bool Crosses(PlotPoint a, PlotPoint b, PlotRect area)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var (from, to) = (0.0, 1.0);
        foreach (
            var (p, q) in ((double, double)[])
                [
                    (-dx, a.X - (area.X + 0.5)),
                    (dx, area.Right - 0.5 - a.X),
                    (-dy, a.Y - (area.Y + 0.5)),
                    (dy, area.Bottom - 0.5 - a.Y),
                ]
        )
        {
            if (p == 0 && q < 0)
                return false;
            if (p < 0)
                from = Math.Max(from, q / p);
            else if (p > 0)
                to = Math.Min(to, q / p);
        }
        return from < to;
    }
}

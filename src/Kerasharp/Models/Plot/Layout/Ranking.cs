namespace Kerasharp.Models.Plot.Layout;

/// <summary>Gives nodes their ranks: each below all from which edges lead to it.</summary>
internal static class Ranking
{
    /// <summary>Marks the edges that close circles, then sets ranks by the longest path.</summary>
    public static void Assign(
        IReadOnlyList<LayoutNode> nodes,
        IReadOnlyList<LevelEdge> edges,
        IReadOnlyCollection<LayoutNode> entries,
        IReadOnlyCollection<LayoutNode> exits
    )
    {
        var leaving = edges.ToLookup(e => e.From);
        var order = Sort(nodes, leaving);
        // Edges from outside come in above everything else.
        foreach (var node in order)
            node.Rank = entries.Count > 0 && !entries.Contains(node) ? 1 : 0;
        foreach (var node in order)
        foreach (var edge in leaving[node].Where(e => !e.IsBack))
            edge.To.Rank = Math.Max(edge.To.Rank, node.Rank + 1);

        // What nothing leads to stands right above what it leads to.
        var reached = edges.Where(e => !e.IsBack).Select(e => e.To).ToHashSet();
        foreach (var node in order.Where(n => !reached.Contains(n) && !entries.Contains(n)))
            node.Rank = leaving[node].Where(e => !e.IsBack).Select(e => e.To.Rank - 1).DefaultIfEmpty(node.Rank).Min();

        int last = nodes.Max(n => n.Rank);
        bool beneath = exits.Count > 0 && nodes.Any(n => n.Rank == last && !exits.Contains(n));
        foreach (var exit in exits)
            exit.Rank = beneath ? last + 1 : last;
    }

    /// <summary>Nodes before those to which their edges lead, without the edges that lead back.</summary>
    private static List<LayoutNode> Sort(IReadOnlyList<LayoutNode> nodes, ILookup<LayoutNode, LevelEdge> leaving)
    {
        var done = new List<LayoutNode>();
        var met = new HashSet<LayoutNode>();
        var path = new HashSet<LayoutNode>();
        var open = new Stack<(LayoutNode Node, IEnumerator<LevelEdge> Edges)>();
        foreach (var start in nodes)
        {
            if (!met.Add(start))
                continue;
            Enter(start);
            while (open.TryPeek(out var top))
            {
                if (!top.Edges.MoveNext())
                {
                    open.Pop();
                    path.Remove(top.Node);
                    done.Add(top.Node);
                    continue;
                }
                var edge = top.Edges.Current;
                edge.IsBack = path.Contains(edge.To);
                if (met.Add(edge.To))
                    Enter(edge.To);
            }
        }
        done.Reverse();
        return done;

        void Enter(LayoutNode node)
        {
            path.Add(node);
            open.Push((node, leaving[node].GetEnumerator()));
        }
    }
}

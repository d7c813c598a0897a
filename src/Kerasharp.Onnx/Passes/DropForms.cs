using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Where elements of a gradient are dropped, has the kernel see in the forward result which they are, if that is kept anyway: it costs a third
/// of drawing them again. For the kernel alone, whose zeros tell.
/// </summary>
internal static class DropForms
{
    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        var nodes = graph.Sort();
        if (!nodes.Exists(RandomDrops.IsOfGradient))
            return;
        var readers = Readers.Count(graph);
        var kept = new Dictionary<(Value, string), Node>();
        foreach (var node in nodes.Where(n => RandomDrops.Is(n) && !RandomDrops.IsOfGradient(n)))
        {
            // What waits for the gradient is made for another product of it, and dies soon; else a second reader is one of the gradient's.
            bool waits = node.Optional(2) is not null;
            if (waits || (readers.GetValueOrDefault(node.Output) > 1 && !kept.ContainsKey(RandomDrops.Draws(node))))
                kept[RandomDrops.Draws(node)] = node;
        }
        Rewriter.Run(
            graph,
            node =>
                RandomDrops.IsOfGradient(node) && kept.TryGetValue(RandomDrops.Draws(node), out var forward)
                    ? [RandomDrops.Following(node, forward.Output)]
                    : null
        );
    }
}

using System.Globalization;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Randomness;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// The twin of the kernel that draws random numbers, for devices without it and for steps that are saved: the numbers become inputs of
/// the graph, and the host fills them before each run with those that the kernel would draw.
/// </summary>
internal static class HostRandom
{
    /// <summary>Makes an input of every draw.</summary>
    /// <param name="graph">The graph, of which draws have a shape of numbers.</param>
    /// <param name="prefix">How the inputs' names begin.</param>
    /// <param name="open">Whether shapes may have symbols that other inputs have, too, so that who fills those knows their numbers.</param>
    /// <returns>What the host has to fill.</returns>
    /// <exception cref="GraphException">A draw's shape is not known, or it stands where the host cannot follow.</exception>
    public static IReadOnlyList<Draw> Run(Graph graph, string prefix = "random:draw", bool open = false)
    {
        var draws = new List<Draw>();
        var symbols = open ? graph.Inputs.SelectMany(i => i.Shape).Select(d => d.Symbol).ToHashSet() : [];
        Rewriter.EachBody(graph, Refuse);
        Rewriter.Run(
            graph,
            node =>
            {
                if (!IsDraw(node))
                    return null;
                var state = node.Input(0);
                bool isKnown = node.Output.Shape.All(d => d.IsKnown || (d.Symbol != "?" && symbols.Contains(d.Symbol)));
                if (state.Producer is not null || state.IsConstant || !isKnown)
                    throw new GraphException(
                        $"{node} draws {node.Output.Shape} from {state}; without its kernel the shape must be known before anything runs, "
                            + "and the state an input of the graph. Use Device.Cpu."
                    );
                var (shape, site, seed) = (node.Output.Shape, node.Attributes.Int("site"), RandomNumbers.SeedOf(node));
                // Equal draws give equal numbers, as those of a dropout and of its gradient must.
                var same = draws.Find(d =>
                    d.State == state.Name && d.Site == site && d.Seed == seed && d.Shape.Equals(shape)
                );
                if (same is not null)
                    return [graph.FindInput(same.Input)!];
                string name = FreeName(graph, prefix);
                draws.Add(new Draw(name, shape, state.Name!, site, seed));
                return [graph.AddInput(name, ElementType.Float32, shape)];
            }
        );
        return draws;
    }

    private static bool IsDraw(Node n) => n.Domain == OperatorTable.KernelDomain && n.Op == "RandomUniform";

    private static void Refuse(Graph body)
    {
        if (body.Sort().Find(IsDraw) is { } draw)
            throw new GraphException(
                $"{draw} draws random numbers in the turns of a loop or in a branch, where the host cannot fill them beforehand. Use Device.Cpu."
            );
        Rewriter.EachBody(body, Refuse);
    }

    private static string FreeName(Graph graph, string prefix)
    {
        for (int i = 0; ; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{i}");
            if (graph.FindInput(name) is null)
                return name;
        }
    }

    /// <summary>An input that takes random numbers.</summary>
    /// <param name="Input">The input's name.</param>
    /// <param name="Shape">Its shape, of numbers; its elements are float32.</param>
    /// <param name="State">The name of the input that holds seed and step.</param>
    /// <param name="Site">The site in the model.</param>
    /// <param name="Seed">A seed in the place of the state's, or null.</param>
    public sealed record Draw(string Input, Shape Shape, string State, long Site, long? Seed)
    {
        /// <summary>Fills the input's elements with what the kernel draws of a state.</summary>
        public void Fill(Span<float> elements, ReadOnlySpan<long> state) =>
            CounterRandom.Fill(elements, Seed ?? state[0], state[1], Site);
    }
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Tests.Operators;

namespace Kerasharp.Onnx.Tests.Gradients;

/// <summary>That nothing escapes the other tests of gradients.</summary>
public sealed class GradientCoverageTests
{
    public static TheoryData<string> Names => [.. GradientCatalog.All.Keys];

    [Fact]
    public void Every_operator_has_a_rule_or_a_reason_to_have_none()
    {
        // Updates end a step, and After stands behind gradients: a derivative through either is refused.
        var neither = OperatorTable
            .All.Where(o => o.Gradient is null == o.Constant is null)
            .Where(o => o.Domain != OperatorTable.KernelDomain || !(Updates.IsUpdate(o.Name) || o.Name == "After"));

        Assert.Empty(neither.Select(o => o.Name));
    }

    [Fact]
    public void Every_rule_is_checked_against_differences()
    {
        var seen = new HashSet<Operator>();
        foreach (var entry in GradientCatalog.All.Values)
        foreach (int seed in GradientCases.Seeds())
        {
            var draw = entry.Draw(seed);
            var (graph, _) = GradientCheck.Build(entry.Make(draw), draw);
            seen.UnionWith(graph.Sort([graph.FindOutput("output")!.Value]).Select(OperatorTable.Get));
        }

        Assert.Empty(OperatorTable.All.Where(o => o.Gradient is not null && !seen.Contains(o)).Select(o => o.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Emits_operators_that_every_device_knows(string name)
    {
        var entry = GradientCatalog.All[name];
        foreach (int seed in GradientCases.Seeds(5))
        {
            var draw = entry.Draw(seed);
            var (graph, _) = GradientCheck.Build(entry.Make(draw), draw);

            Decompose.Run(graph, _ => false);
            Decompose.ForOpset(graph, ModelWriter.TrainingOpset);
            // Random numbers are drawn by the host.
            HostRandom.Run(graph);

            Assert.All(graph.Sort(), AssertKnown);
        }
    }

    [Fact]
    public void Updates_and_random_numbers_have_twins_that_every_device_knows()
    {
        var graph = new Graph();
        UpdateRules.Visit(new AllUpdates(graph));
        var state = graph.AddInput("state", ElementType.Int64, [2]);
        graph.AddOutput("noise", Op.DrawLike(state, graph.Inputs[0], 1));

        Decompose.Run(graph, _ => false);

        // Random numbers are no operator of ONNX's: where there is no kernel the host draws them.
        Assert.Single(HostRandom.Run(graph));
        Assert.All(graph.Sort(), AssertKnown);
    }

    private sealed class AllUpdates(Graph graph) : IRuleVisitor
    {
        public void Visit<TRule>()
            where TRule : struct, IUpdateRule => Update<TRule>(graph);
    }

    private static void Update<TRule>(Graph graph)
        where TRule : struct, IUpdateRule
    {
        var values = Enumerable
            .Range(0, 2 + TRule.Slots)
            .Select(i => graph.AddInput($"{TRule.Operator}{i}", ElementType.Float32, [3]))
            .ToArray();
        var parameters = graph.AddInput($"{TRule.Operator}.parameters", ElementType.Float32, [TRule.Parameters.Count]);
        var outputs = Op.Update(TRule.Operator, values[0], values[1], values[2..], parameters);
        for (int i = 0; i < outputs.Count; i++)
            graph.AddOutput($"{TRule.Operator}.{i}", outputs[i]);
    }

    private static void AssertKnown(Node node) =>
        Assert.True(
            node.Domain.Length == 0 && StandardOperators.Names.Contains(node.Op),
            $"{node} is no operator of ONNX."
        );
}

using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Passes;

/// <summary>That no pass changes what a graph computes.</summary>
public sealed class PassTests
{
    private static readonly Dictionary<string, Func<Graph, Graph>> Passes = new()
    {
        ["Copy"] = graph => GraphCopy.Bind(graph, new Dictionary<string, long>()),
        ["CommonSubexpressions"] = Changed(CommonSubexpressions.Run),
        ["Simplify"] = Changed(Simplify.Run),
        ["AxisOrder"] = Changed(AxisOrder.Run),
        ["FlattenOrder"] = Changed(FlattenOrder.Run),
        ["PoolFirst"] = Changed(PoolFirst.Run),
        ["Decompose"] = Changed(graph => Decompose.Run(graph, _ => false)),
        ["all of them, twice"] = Changed(graph =>
        {
            for (int i = 0; i < 2; i++)
            {
                Decompose.Run(graph, _ => false);
                Simplify.Run(graph);
                AxisOrder.Run(graph);
                Simplify.Run(graph);
                FlattenOrder.Run(graph);
                PoolFirst.Run(graph);
                CommonSubexpressions.Run(graph);
            }
        }),
    };

    public static TheoryData<string> PassNames => [.. Passes.Keys];

    public static TheoryData<string> CaseNames => [.. GradientCatalog.All.Keys];

    [Theory]
    [MemberData(nameof(PassNames))]
    public void Leaves_random_graphs_as_they_compute(string pass) =>
        ForSeeds(seed => Compare(() => Random(seed), Passes[pass]), 40);

    [Theory]
    [MemberData(nameof(PassNames))]
    public void Leaves_random_graphs_of_gradients_as_they_compute(string pass) =>
        ForSeeds(seed => Compare(() => Random(seed, differentiated: true), Passes[pass]), 20);

    [Theory]
    [MemberData(nameof(PassNames))]
    public void Leaves_random_graphs_of_any_batch_as_they_compute(string pass) =>
        ForSeeds(seed => Compare(() => Random(seed, symbolic: true), Passes[pass]), 20);

    [Fact]
    public void Puts_numbers_in_the_place_of_symbols() =>
        ForSeeds(
            seed =>
                Compare(
                    () => Random(seed, symbolic: true),
                    graph =>
                    {
                        var bound = GraphCopy.Bind(graph, new Dictionary<string, long> { ["batch"] = 2 });
                        Assert.All(bound.Inputs, input => Assert.True(input.Shape.IsStatic));
                        Assert.All(bound.Outputs, output => Assert.True(output.Value.Shape.IsStatic));
                        return bound;
                    }
                ),
            30
        );

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Leaves_every_operator_and_its_gradients_as_they_compute(string name)
    {
        var entry = GradientCatalog.All[name];
        ForSeeds(
            seed =>
            {
                // Each alone at one point, then all together at two more.
                Compare(
                    () =>
                    {
                        var draw = entry.Draw(seed);
                        return GradientCheck.Build(entry.Make(draw), draw);
                    },
                    seed == 0 ? [.. Passes.Values] : [Passes["all of them, twice"]]
                );
            },
            3
        );
    }

    private static (Graph, Dictionary<string, ConstantTensor>) Random(
        int seed,
        bool symbolic = false,
        bool differentiated = false
    )
    {
        var random = new RandomGraph(seed, symbolic, differentiated);
        return (random.Graph, random.Inputs);
    }

    private static Func<Graph, Graph> Changed(Action<Graph> pass) =>
        graph =>
        {
            pass(graph);
            return graph;
        };

    private static void Compare(
        Func<(Graph Graph, Dictionary<string, ConstantTensor> Inputs)> make,
        params Func<Graph, Graph>[] passes
    )
    {
        // As it is, without ONNX Runtime's own rewriting.
        var settings = new SessionSettings { Optimization = OptimizationLevel.None };
        var (before, inputs) = make();
        var expected = GraphRunner.Run(before, inputs, settings: settings);
        foreach (var pass in passes)
            Compare(before, inputs, expected, pass(make().Graph), settings);
    }

    private static void Compare(
        Graph before,
        Dictionary<string, ConstantTensor> inputs,
        Dictionary<string, ConstantTensor> expected,
        Graph after,
        SessionSettings settings
    )
    {
        Assert.Equal(before.Inputs.Select(i => i.Name), after.Inputs.Select(i => i.Name));
        Assert.Equal(before.Outputs.Select(o => o.Name), after.Outputs.Select(o => o.Name));
        var came = GraphRunner.Run(after, inputs, settings: settings);
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal(tensor.Type, came[name].Type);
            Assert.Equal(tensor.Shape, came[name].Shape);
            double[] numbers = tensor.ToDoubles();
            double tolerance = tensor.Type == ElementType.Float32 ? 1e-5 : 1e-12;
            double scale = Math.Max(1, numbers.Select(Math.Abs).DefaultIfEmpty().Max());
            Assert.All(
                numbers.Zip(came[name].ToDoubles()),
                pair =>
                    Assert.True(
                        Math.Abs(pair.First - pair.Second) <= tolerance * scale,
                        $"{name}: {pair}\n{before}\n{after}"
                    )
            );
        }
    }

    private static void ForSeeds(Action<int> check, int rounds)
    {
        foreach (int seed in GradientCases.Seeds(rounds))
        {
            try
            {
                check(seed);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Failed with KERASHARP_TEST_SEED={seed}: {error.Message}", error);
            }
        }
    }
}

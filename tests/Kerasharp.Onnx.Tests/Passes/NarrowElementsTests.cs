using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime.Devices;

namespace Kerasharp.Onnx.Tests.Passes;

public sealed class NarrowElementsTests
{
    private static readonly Func<ElementType, ElementType> Stored = KnownFeatures.WebGpu.Stored;

    [Theory]
    [InlineData(ElementType.Int64, ElementType.Int32)]
    [InlineData(ElementType.UInt8, ElementType.Int32)]
    [InlineData(ElementType.Float64, ElementType.Float32)]
    [InlineData(ElementType.Float32, ElementType.Float32)]
    [InlineData(ElementType.Bool, ElementType.Bool)]
    public void Each_type_has_one_that_stands_for_it(ElementType type, ElementType stored)
    {
        var graph = new Graph("types");
        graph.AddOutput("y", Op.Identity(graph.AddInput("x", type, [3])));

        Assert.Equal(stored != type, NarrowElements.Needed(graph, Stored));
        var narrow = NarrowElements.Run(graph, Stored);

        Assert.Equal(stored, narrow.FindInput("x")!.ElementType);
        Assert.Equal(stored, narrow.FindOutput("y")!.Value.ElementType);
        Assert.False(NarrowElements.Needed(narrow, Stored));
    }

    [Fact]
    public void Computations_of_wide_elements_give_the_same_numbers()
    {
        var graph = new Graph("wide");
        var labels = graph.AddInput("labels", ElementType.Int64, [4]);
        var x = graph.AddInput("x", ElementType.Float64, [4, 3]);
        var shifted = labels + graph.Ints(1, 1, 1, 1) - graph.Ints(1, 1, 1, 1);
        var rows = Op.Gather(x, shifted);
        graph.AddOutput("rows", Op.Reshape(rows * 0.5, [2, 6]));
        graph.AddOutput("best", Op.ArgMax(x, 1));
        graph.AddOutput("sum", Op.Cast(Op.ReduceSum(labels), ElementType.Float64));

        var given = new Dictionary<string, ConstantTensor>
        {
            ["labels"] = ConstantTensor.Vector<long>(3, 0, -1, 2),
            ["x"] = ConstantTensor.From([1, 2, 3, 6, 5, 4, 0.5, 0.25, -1, 7, 7, 7], ElementType.Float64, [4, 3]),
        };
        var expected = GraphRunner.Run(graph, given);
        var narrow = NarrowElements.Run(graph, Stored);
        var came = GraphRunner.Run(
            narrow,
            given.ToDictionary(
                g => g.Key,
                g => ConstantTensor.From(g.Value.ToDoubles(), Stored(g.Value.Type), g.Value.Shape.ToArray())
            )
        );

        foreach (var (name, numbers) in expected)
            Assert.Equal(numbers.ToDoubles(), came[name].ToDoubles());
        // Shapes and axes stay what ONNX wants them to be.
        Assert.All(
            narrow.Sort().Where(n => n.Op == "Reshape"),
            n => Assert.Equal(ElementType.Int64, n.Input(1).ElementType)
        );
        Assert.All(
            // Which gives 64-bit integers whatever it is given.
            narrow.Sort().Where(n => n.Op != "ArgMax").SelectMany(n => n.Outputs),
            o => Assert.Equal(o.ElementType, Stored(o.ElementType))
        );
    }

    [Fact]
    public void Casts_to_a_wide_type_become_casts_to_the_one_that_stands_for_it()
    {
        var graph = new Graph("casts");
        var x = graph.AddInput("x", ElementType.Float32, [3]);
        graph.AddOutput("y", Op.Cast(Op.Cast(x, ElementType.Int64) + graph.Ints(1, 2, 3), ElementType.Float32));

        var narrow = NarrowElements.Run(graph, Stored);

        var came = GraphRunner.Run(
            narrow,
            new Dictionary<string, ConstantTensor> { ["x"] = ConstantTensor.Vector(1.75f, -1.75f, 0) }
        );
        Assert.Equal([2, 1, 3], came["y"].ToDoubles());
        Assert.DoesNotContain(narrow.Sort(), n => n.Output.ElementType == ElementType.Int64);
    }
}

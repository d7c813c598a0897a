using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class EinsumsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "any equation", Any, true },
            { "a product of matrices", d => Of(d, "ij,jk->ik", [2, 3], [3, 4]), true },
            { "a chain", d => Of(d, "ij,jk,kl,lm->im", [2, 3], [3, 2], [2, 4], [4, 2]), true },
            { "a diagonal", d => Of(d, "...ii->...i", [2, 3, 3]), true },
            { "a trace", d => Of(d, "ii", [3, 3]), true },
            { "a diagonal of three", d => Of(d, "iii,ij->j", [2, 2, 2], [2, 3]), true },
            { "two diagonals in one", d => Of(d, "ijij->ji", [2, 3, 2, 3]), true },
            { "letters of one operand alone", d => Of(d, "ij,kl->k", [2, 3], [2, 2]), true },
            { "stacks that broadcast", d => Of(d, "...ij,...jk->...ik", [3, 1, 2, 3], [2, 3, 2]), true },
            { "letters that broadcast", d => Of(d, "ij,ij->ij", [1, 3], [2, 1]), true },
            { "numbers", d => Of(d, ",->", [], []), true },
            { "one operand twice", d => new(x => Op.Einsum("ij,kj->ik", x[0], x[0]), d.Normal(2, 3)), true },
        };

    [Fact]
    public void Any_equation_means_what_plain_loops_do()
    {
        foreach (int seed in GradientCases.Seeds(300))
        {
            var draw = new Draw(seed);
            var random = new RandomEinsum(draw);
            var operands = Array.ConvertAll(random.Dims, draw.Normal);
            foreach (int opset in (int[])[17, 21])
            {
                var graph = new Graph();
                var x = operands.Select((o, i) => graph.AddInput($"x{i}", ElementType.Float64, o.Shape)).ToArray();
                // What the runtime infers of a result's shape, where no one tells it, must hold: later nodes rely on it.
                var inner = Op.Einsum(random.Equation, x);
                graph.AddOutput("y", -inner);
                graph.AddOutput("shape", graph.Add("", "Shape", [inner]).Output);

                var outputs = GraphRunner.Run(
                    graph,
                    Enumerable.Range(0, x.Length).ToDictionary(i => $"x{i}", i => operands[i]),
                    opset
                );

                string what = $"seed {seed}: {random.Equation}";
                Assert.True(outputs["y"].Shape.ToArray().SequenceEqual(random.ResultDims), what);
                Assert.True(outputs["shape"].ToInt64s().SequenceEqual(random.ResultDims), what);
                double[] expected = random.Compute(Array.ConvertAll(operands, o => o.ToDoubles()));
                Assert.True(
                    expected.Zip(outputs["y"].ToDoubles(), (p, q) => Math.Abs(p + q)).All(e => e < 1e-12),
                    what
                );
            }
        }
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    public void Elements_may_be_whole_numbers(ElementType type)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", type, [2, 2]);
        graph.AddOutput("y", Op.Einsum("IJ,jJ", x, x));
        var inputs = new Dictionary<string, ConstantTensor>
        {
            ["x"] = QuantizationTests.Tensor([1, 2, 3, 4], type, 2, 2),
        };

        Assert.Equal([5, 11, 11, 25], GraphRunner.Run(graph, inputs)["y"].ToDoubles());
    }

    [Fact]
    public void Sizes_may_be_open()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [Dim.Batch, Dim.Symbolic("time"), 4]);
        var w = graph.AddInput("w", ElementType.Float32, [4, 2, 3]);

        Assert.Equal([Dim.Batch, Dim.Symbolic("time"), 2, 3], Op.Einsum("btd,dhk->bthk", x, w).Shape);
        Assert.Equal([Dim.Symbolic("time"), Dim.Batch], Op.Einsum("bt->tb", Op.ReduceSum(x, [2])).Shape);
    }

    [Theory]
    [InlineData("ij,jk->ik", "got 1 operands in the equation 'ij,jk->ik'; an equation names as many")]
    [InlineData("ij->i->j", "got 1 operands in the equation 'ij->i->j'; an equation names as many")]
    [InlineData(
        "ijk->i",
        "got 'ijk' for an operand of shape (2, 3) in the equation 'ijk->i'; a letter for each of its 2"
    )]
    [InlineData("i->i", "got 'i' for an operand of shape (2, 3)")]
    [InlineData(
        "...ijk->...",
        "got '...ijk' for an operand of shape (2, 3) in the equation '...ijk->...'; at most a letter"
    )]
    [InlineData("i1->i", "got 'i1' for an operand in the equation 'i1->i'; letters a-z and A-Z")]
    [InlineData("i.j->i", "got 'i.j' for an operand")]
    [InlineData("...i...->i", "got '...i...' for an operand")]
    [InlineData("ij->ik", "got 'k' in the result in the equation 'ij->ik'; it has letters of the operands only")]
    [InlineData("ij->ii", "got 'ii' for the result in the equation 'ij->ii'; letters a-z and A-Z, each once")]
    [InlineData("ij->i-", "got 'i-' for the result")]
    [InlineData("ii->i", "got sizes 2 and 3 for 'i' of 'ii' in the equation 'ii->i'; a letter that stands twice")]
    [InlineData("...i->i", "got an ellipsis in an operand alone in the equation '...i->i'; the result has one, too")]
    public void A_wrong_equation_is_refused(string equation, string message)
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2, 3]);

        var error = Assert.Throws<GraphException>(() => Op.Einsum(equation, x));

        Assert.StartsWith("node Einsum got ", error.Message);
        Assert.Contains(message, error.Message);
        Assert.EndsWith("Change the equation or the operands.", error.Message);
    }

    [Fact]
    public void Operands_that_do_not_fit_are_refused()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, [2, 3]);

        Assert.Contains(
            "got sizes 3 and 2 for 'j' in the equation 'ij,jk->ik'; a letter stands for one size",
            Assert.Throws<GraphException>(() => Op.Einsum("ij,jk->ik", x, x)).Message
        );
        Assert.Contains(
            "got elements of Float32 and Int64",
            Assert.Throws<GraphException>(() => Op.Einsum("ij,k->ik", x, graph.Ints(1))).Message
        );
    }

    private static GradientCase Any(Draw d)
    {
        var random = new RandomEinsum(d);
        return new(
            x => Op.Einsum(random.Equation, Array.ConvertAll(x, v => v * v)),
            Array.ConvertAll(random.Dims, d.OffZero)
        );
    }

    private static GradientCase Of(Draw d, string equation, params long[][] dims) =>
        new(x => Op.Einsum(equation, x), Array.ConvertAll(dims, d.Normal));
}

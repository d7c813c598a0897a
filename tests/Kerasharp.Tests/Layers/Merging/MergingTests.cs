using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Training;

namespace Kerasharp.Tests.Layers;

public class MergingTests
{
    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_all_of_them()
    {
        AssertRefused(
            new Add(name: "sum"),
            "Layer 'sum': inputs of shapes (None, 3), (None, 4) came; along axis -1 equal sizes, or 1, were expected.",
            [3],
            [4]
        );
        AssertRefused(new Multiply(), "(None, 2, 3), (None, 3), (None, 5, 3) came; along axis -2", [2, 3], [3], [5, 3]);
        AssertRefused(new Concatenate(), "(None, 2, 3), (None, 4, 3) came; equal sizes were expected", [2, 3], [4, 3]);
        AssertRefused(new Concatenate(), "(None, 2), (None, 4, 3) came; one number of dimensions", [2], [4, 3]);
        AssertRefused(new Concatenate(2), "an axis 2 other than the batch was expected", [2], [3]);
        AssertRefused(
            new Dot(axes: [1, 2]),
            "(None, 2, 3), (None, 3, 4) came; the axes 1 of the one and 2 of the other were expected to have one size, not 2 and 4",
            [2, 3],
            [3, 4]
        );
        AssertRefused(new Dot(axes: 2), "(None, 2), (None, 2) came; 2 dimensions or more were expected", [2], [2]);
    }

    [Fact]
    public void Too_few_or_too_many_are_refused()
    {
        AssertRefused(new Add(), "1 input came, of shape (None, 3); 2 or more were expected", [3]);
        AssertRefused(
            new Subtract(),
            "3 inputs came, of shapes (None, 3), (None, 3), (None, 3); exactly 2",
            [3],
            [3],
            [3]
        );
        AssertRefused(new Dot(1), "exactly 2 were expected", [3], [3], [3]);
    }

    [Fact]
    public void The_batch_is_no_axis()
    {
        Assert.Contains(
            "the batch's axis",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Concatenate(0)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dot([0, 1]));
        Assert.Throws<ArgumentException>(() => new Dot([1, 1, 1]));
    }

    [Fact]
    public void Functions_make_the_layers()
    {
        SymbolicTensor a = new Input(4);
        var b = new Dense(4).Apply(a);
        Assert.Equal("(None, 4)", Merge.Add([a, b]).Shape.ToString());
        Assert.Equal("(None, 4)", Merge.Subtract([a, b]).Shape.ToString());
        Assert.Equal("(None, 4)", Merge.Multiply([a, b, b]).Shape.ToString());
        Assert.Equal("(None, 4)", Merge.Average([a, b]).Shape.ToString());
        Assert.Equal("(None, 4)", Merge.Maximum([a, b]).Shape.ToString());
        Assert.Equal("(None, 4)", Merge.Minimum([a, b]).Shape.ToString());
        Assert.Equal("(None, 8)", Merge.Concatenate([a, b]).Shape.ToString());
        Assert.Equal("(None, 1)", Merge.Dot([a, b], axes: 1, normalize: true).Shape.ToString());
        Assert.Equal("(None, 1)", Merge.Dot([a, b], axes: [1, -1]).Shape.ToString());
    }

    [Theory]
    [InlineData("Add", "Add(x0, x1)")]
    [InlineData("Subtract", "Sub(x0, x1)")]
    [InlineData("Multiply", "Mul(x0, x1)")]
    [InlineData("Maximum", "Max(x0, x1)")]
    [InlineData("Minimum", "Min(x0, x1)")]
    [InlineData("Concatenate", "Concat(x0, x1)")]
    public void They_are_one_node(string name, string node)
    {
        var step = new StepGraph("test");
        var (_, y, _) = Invoke(
            Layer.Deserialize(new() { ["class_name"] = name, ["config"] = new System.Text.Json.Nodes.JsonObject() }),
            step
        );
        step.Graph.AddOutput("y", y.Value);
        Assert.Contains($"= {node}", step.Graph.ToString());
        Assert.Single(GraphOperators.Of(step.Graph.ToString()));
    }

    [Fact]
    public void Masks_are_put_together()
    {
        Assert.Equal("(None, 3)", MaskOf(new Add(), true, true)!.Shape.ToString());
        Assert.Null(MaskOf(new Add(), true, false));
        Assert.Null(MaskOf(new Dot(2), true, true));
        // Along time masks are put end to end; what has none counts everywhere, and then so does every feature.
        Assert.Equal("(None, 6)", MaskOf(new Concatenate(1), true, true)!.Shape.ToString());
        Assert.Equal("(None, 6)", MaskOf(new Concatenate(1), false, true)!.Shape.ToString());
        Assert.Equal("(None, 3)", MaskOf(new Concatenate(), true, true)!.Shape.ToString());
        Assert.Null(MaskOf(new Concatenate(), true, false));
    }

    [Fact]
    public void Whole_numbers_stay_whole_among_themselves()
    {
        var step = new StepGraph("test");
        var context = new CallContext(step, training: false, ElementType.Float32, null);
        SymbolicTensor Of(string name, ElementType type) => new(step.Graph.AddInput(name, type, new(Dim.Batch, 3)));
        var (whole, other, real) = (
            Of("a", ElementType.Int32),
            Of("b", ElementType.Int32),
            Of("c", ElementType.Float32)
        );
        Assert.Equal(ElementType.Int32, new Add().Invoke(context, [whole, other])[0].ElementType);
        Assert.Equal(ElementType.Float32, new Add().Invoke(context, [whole, real])[0].ElementType);
        Assert.Equal(ElementType.Float32, new Average().Invoke(context, [whole, other])[0].ElementType);
    }

    private static void AssertRefused(Layer layer, string expected, params long[][] shapes)
    {
        var inputs = shapes.Select(s => (SymbolicTensor)new Input(s)).ToArray();
        // Tensors of one sketch, as a model has them.
        var error = Assert.Throws<LayerException>(() => layer.Apply(new SymbolicTensorList(inputs)));
        Assert.Contains(expected, error.Message);
    }

    private static SymbolicTensor? MaskOf(Layer layer, bool first, bool second)
    {
        var (context, y, _) = Invoke(layer, new StepGraph("test"), first, second);
        return context.GetMask(y);
    }

    private static (CallContext Context, SymbolicTensor Output, SymbolicTensor[] Inputs) Invoke(
        Layer layer,
        StepGraph step,
        params bool[] masked
    )
    {
        var context = new CallContext(step, training: false, ElementType.Float32, null);
        var inputs = new SymbolicTensor[2];
        for (int i = 0; i < 2; i++)
        {
            inputs[i] = new(step.Graph.AddInput($"x{i}", ElementType.Float32, new(Dim.Batch, 3, 4)));
            if (masked.Length > i && masked[i])
                context.SetMask(inputs[i], new(step.Graph.AddInput($"mask{i}", ElementType.Bool, new(Dim.Batch, 3))));
        }
        return (context, layer.Invoke(context, inputs)[0], inputs);
    }
}

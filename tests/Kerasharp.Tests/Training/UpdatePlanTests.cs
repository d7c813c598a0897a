using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Operators;
using Kerasharp.Training;

namespace Kerasharp.Tests.Training;

/// <summary>Which states are changed in place, and what their updates wait for.</summary>
public class UpdatePlanTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_update_waits_for_readers_of_the_state_also_by_way_of_a_view(bool byView)
    {
        var step = new StepGraph("test");
        var state = new State("w", ElementType.Float32, [6]);
        var w = step.Read(state);
        var gradient = step.Graph.AddInput("g", ElementType.Float32, Shape.Of(6));
        // What a Reshape gives out is the state's own memory; this reader comes late, since nothing that the update reads needs it.
        var read = byView ? Op.Reshape(Op.Reshape(w, 2, 3), 3, 2) : w;
        var late = Op.Exp(read);
        step.Graph.AddOutput("late", late);
        var rate = step.Graph.Constant(ConstantTensor.Of<float>([0.1f], 1));
        var next = Op.Update(SgdRule.Operator, w, gradient, [], rate)[0];
        step.Update(state, next);

        var inPlace = UpdatePlan.InPlace(step);

        Assert.Contains(state, inPlace);
        Assert.Contains(late, next.Producer!.Inputs);
    }

    /// <summary>
    /// ONNX Runtime makes one product of MatMul and a transposition or a scale before it, which then reads the state itself, although
    /// the transposition's own output is there for the update to wait for.
    /// </summary>
    [Theory]
    [InlineData("transposed")]
    [InlineData("scaled")]
    public void An_update_waits_for_products_that_read_the_state_by_way_of_another_operator(string how)
    {
        var step = new StepGraph("test");
        var state = new State("w", ElementType.Float32, [3, 3]);
        var w = step.Read(state);
        var gradient = step.Graph.AddInput("g", ElementType.Float32, Shape.Of(3, 3));
        var x = step.Graph.AddInput("x", ElementType.Float32, Shape.Of(2, 3, 3));
        var late = Op.MatMul(x, how == "scaled" ? w * 2 : Op.SwapLast(w));
        step.Graph.AddOutput("late", late);
        var rate = step.Graph.Constant(ConstantTensor.Of<float>([0.1f], 1));
        var next = Op.Update(SgdRule.Operator, w, gradient, [], rate)[0];
        step.Update(state, next);

        Assert.Contains(state, UpdatePlan.InPlace(step));
        Assert.Contains(late, next.Producer!.Inputs);
    }

    /// <summary>Gradients that are given out, where nothing is updated, are those by which a step goes.</summary>
    [Fact]
    public void AStepGoesByTheGradientsAtTheWeightsThatItFound()
    {
        const float Rate = 1;
        var x = new Kerasharp.Layers.Input(4, 6);
        SymbolicTensor tensor = x;
        var attended = new Kerasharp.Layers.MultiHeadAttention(2, 3).Apply(tensor, tensor);
        using var model = new Model(tensor, attended.Apply(new Kerasharp.Layers.Flatten()));
        model.Compile(new Kerasharp.Optimizers.SGD(Rate), "mse");
        var inputs = System.Numerics.Tensors.Tensor.Create(Layers.LayerHarness.Normal(5 * 24, 3), [5, 4, 6]);
        var targets = System.Numerics.Tensors.Tensor.Create(Layers.LayerHarness.Normal(5 * 24, 4), [5, 24]);
        var gradients = model.Gradients(inputs, targets);
        var before = model.Weights.ToDictionary(w => w, w => w.GetValue().ToFlat());

        model.Fit(inputs, targets, batchSize: 5, verbose: 0);

        foreach (var (weight, gradient) in gradients.Weights)
            Assert.All(
                before[weight].Zip(weight.GetValue().ToFlat(), gradient.ToFlat()),
                w => Assert.Equal(w.Third, (w.First - w.Second) / Rate, 1e-5f)
            );
    }
}

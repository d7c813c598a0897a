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
}

using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Operators;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Layers;
using Kerasharp.Training;

namespace Kerasharp.Tests.Training;

/// <summary>Which states are changed in place, and what their updates wait for.</summary>
[Collection(nameof(AloneCollection))]
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
    /// The gradient by a dense layer's input reads the transposed weight, and the runtime makes of transposition and product one node that
    /// reads the weight itself: its update once came first, so that weights before it learned by gradients of the wrong weight.
    /// </summary>
    [Fact]
    public void A_dense_layer_on_sequences_is_updated_after_all_its_readers()
    {
        var x = new float[8, 6, 8];
        Buffer.BlockCopy(LayerHarness.Normal(x.Length, seed: 4), 0, x, 0, x.Length * sizeof(float));
        float[,] y = Elements.Rows(8, 1);
        float[][] Trained(Device device)
        {
            Utils.SetRandomSeed(3);
            using var model = new Sequential([
                new Input(6, 8),
                new Dense(16, activation: "tanh"),
                new Dense(8),
                new LayerNormalization(),
                new Flatten(),
                new Dense(1),
            ]);
            model.Compile(new SGD(1), "mse", device: device);
            model.Fit(x, y, epochs: 1, shuffle: false, verbose: 0);
            return [.. model.Weights.Select(LayerHarness.Get)];
        }

        var (inPlace, twoBuffers) = (Trained(Device.Cpu), Trained(Device.CpuLikeWebGpu));

        for (int i = 0; i < inPlace.Length; i++)
            LayerHarness.AssertClose(LayerHarness.Doubles(twoBuffers[i]), inPlace[i], $"weight {i}", 1e-5);
    }
}

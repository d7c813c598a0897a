using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class LayerArraysTests
{
    [Fact]
    public void A_layer_computes_on_arrays_as_a_model_of_it_does()
    {
        var dense = new Dense(3, activation: "tanh");
        float[,] x =
        {
            { 1, -2 },
            { 0.5f, 3 },
            { 2, 2 },
        };
        var direct = dense.Apply(x);
        var model = new Sequential([new Input(2), dense]);
        Assert.Equal(model.Predict(x).ToArray(), direct.ToArray());
        Assert.Equal([3, 3], direct.Lengths.ToArray());
    }

    [Fact]
    public void Single_bytes_and_doubles_go_in()
    {
        Assert.Equal([0.5f, 1f], new Rescaling(0.5).Apply(new byte[] { 1, 2 }).ToArray());
        Assert.Equal([0.5f, 1f], new Rescaling(0.5).Apply(new[] { 1.0, 2.0 }).ToArray());
    }

    [Fact]
    public void Random_layers_rest_but_in_training_where_each_call_draws_anew()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 1000)];
        TensorData x = ones;
        var layer = new Dropout(0.5);
        Assert.Equal(ones, layer.Apply(x).ToArray());
        float[] first = layer.Apply(x, training: true).ToArray();
        Assert.InRange(first.Count(v => v == 0), 400, 600);
        Assert.NotEqual(first, layer.Apply(x, training: true).ToArray());
    }

    [Fact]
    public void What_is_drawn_depends_on_seed_and_step_alone_from_any_thread()
    {
        TensorData x = Enumerable.Repeat(1f, 64).ToArray();
        var layer = new Dropout(0.5);
        float[][] Draw(int step) => [.. layer.ApplyDrawn(x, training: true, seed: 7, step).Select(t => t.ToArray())];
        float[][][] alone = [.. Enumerable.Range(0, 50).Select(Draw)];
        float[][][] together = [.. Enumerable.Range(0, 50).AsParallel().AsOrdered().Select(Draw)];
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Several_inputs_go_by_their_order()
    {
        TensorData a = new float[] { 1, 2 };
        TensorData b = new float[] { 10, 20 };
        Assert.Equal([11, 22], new Add().Apply([a, b]).ToArray());
    }

    [Fact]
    public void An_array_that_does_not_fit_leaves_the_layer_unbuilt()
    {
        var conv = new Conv2D(2, 3);
        Assert.Throws<LayerException>(() => conv.Apply(new float[4, 5]));
        Assert.False(conv.IsBuilt);
        Assert.Equal([4, 6, 6, 2], conv.Apply(new float[4, 8, 8, 3]).Lengths.ToArray());
    }
}

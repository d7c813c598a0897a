using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

/// <summary>Masks that a call is given: <c>layer.Apply(x, mask)</c>, Keras's <c>layer(x, mask=mask)</c>.</summary>
public class GivenMaskTests
{
    private static readonly float[,,] X =
    {
        {
            { 1, 2 },
            { 3, 5 },
            { 100, 100 },
        },
        {
            { -1, 4 },
            { 100, 100 },
            { 100, 100 },
        },
    };

    private static readonly int[] Lengths = [2, 1];

    // By hand: the means of the first two steps, and of the first.
    private static readonly float[] Means = [2, 3.5f, -1, 4];

    [Fact]
    public void A_layer_uses_the_mask_that_it_is_given()
    {
        using var model = OfLengths(x => x);
        TensorDataList data = [X, Lengths];
        Assert.Equal(Means, model.Predict(data).ToFlat());
    }

    [Fact]
    public void Layers_hand_it_on()
    {
        Input x = new(-1, 2) { Name = "x" };
        Input lengths = new() { Name = "lengths", ElementType = ElementType.Int32 };
        var marked = new Kerasharp.Layers.Identity().Apply(x, Ops.SequenceMask(lengths, x));
        using var model = new Model(
            [x, lengths],
            [new GlobalAveragePooling1D().Apply(new Activation("linear").Apply(marked))]
        );
        Assert.Equal(Means, model.Predict([X, Lengths]).ToFlat());
    }

    [Fact]
    public void Other_calls_on_the_same_tensor_do_not_see_it()
    {
        Input x = new(3, 2);
        Input mask = new(3) { ElementType = ElementType.Bool };
        using var model = new Model(
            [x, mask],
            [new GlobalAveragePooling1D().Apply(x, mask), new GlobalAveragePooling1D().Apply(x)]
        );
        var outputs = model.PredictAll([X, Truth(Lengths, 3)]);
        Assert.Equal(Means, outputs[0].ToFlat());
        Assert.Equal([104 / 3f, 107 / 3f, 199 / 3f, 204 / 3f], outputs[1].ToFlat().Select(v => v), Close);
    }

    [Fact]
    public void It_takes_the_place_of_the_mask_that_is_there()
    {
        Input x = new(3, 2);
        Input mask = new(3) { ElementType = ElementType.Float32 };
        var masked = x.Apply(new Masking(100));
        using var model = new Model([x, mask], [new GlobalAveragePooling1D().Apply(masked, mask)]);
        float[,] last =
        {
            { 0, 1, 0 },
            { 1, 0, 0 },
        };
        Assert.Equal([3, 5, -1, 4], model.Predict([X, last]).ToFlat());
    }

    [Fact]
    public void A_model_in_a_model_gets_it_and_gives_it_on()
    {
        var inner = new Sequential([new Input(-1, 2), new Activation("linear")]);
        using var model = OfLengths(x => x, inner);
        Assert.Equal(Means, model.Predict([X, Lengths]).ToFlat());
    }

    [Fact]
    public void A_layer_of_several_inputs_gets_a_mask_for_each()
    {
        Input a = new(2, 1),
            b = new(2, 1),
            mask = new(2);
        var sum = new Maximum().Apply([a, b], [null, mask]);
        using var model = new Model([a, b, mask], sum);
        float[,,] ones =
        {
            {
                { 1 },
                { 1 },
            },
        };
        float[,,] twos =
        {
            {
                { 2 },
                { 2 },
            },
        };
        float[,] first =
        {
            { 1, 0 },
        };
        Assert.Equal([2, 1], model.Predict([ones, twos, first]).ToFlat());
        Assert.Contains(
            "1 masks came for 2 inputs; one for each was expected. Give null",
            Assert.Throws<LayerException>(() => new Add().Apply([a, b], [mask])).Message
        );
    }

    [Fact]
    public void It_comes_with_other_arguments_of_the_call()
    {
        // Steps that are left out change nothing: the state is that of the shorter sequence.
        Input x = new(-1, 2) { Name = "x" };
        Input start = new(3) { Name = "start" };
        Input lengths = new() { Name = "lengths", ElementType = ElementType.Int32 };
        var layer = new GRU(3, name: "gru");
        using var masked = new Model([x, start, lengths], layer.Apply(x, start, Ops.SequenceMask(lengths, x)));
        using var plain = new Model([x, start], layer.Apply(x, start));
        float[,] states =
        {
            { 1, 0, -1 },
            { 0.5f, 2, 0 },
        };
        float[] actual = masked.Predict([X, states, Lengths]).ToFlat();
        var first = new float[2, 2, 2];
        var second = new float[2, 1, 2];
        for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2; k++)
        {
            (first[i, 0, k], first[i, 1, k]) = (X[i, 0, k], X[i, 1, k]);
            second[i, 0, k] = X[i, 0, k];
        }
        float[] expected =
        [
            .. plain.Predict([first, states]).ToFlat()[..3],
            .. plain.Predict([second, states]).ToFlat()[3..],
        ];
        Elements.AssertClose(expected, actual, 1e-5, "GRU");

        // As Keras may write it: the mask before the state.
        Input mask = new(3) { Name = "mask", ElementType = ElementType.Bool };
        Input known = new(3, 2) { Name = "known" };
        using var model = new Model([known, start, mask], layer.Apply(known, start, mask));
        using var read = Model.FromJson(model.ToJson());
        read.SetWeights(model.GetWeights());
        TensorDataList data = [X, states, Truth(Lengths, 3)];
        Elements.AssertClose(actual, model.Predict(data).ToFlat(), 1e-5, "with a mask of data");
        Elements.AssertClose(actual, read.Predict(data).ToFlat(), 1e-5, "read");
    }

    [Fact]
    public void It_is_written_and_read_as_Keras_s_keyword()
    {
        Input x = new(3, 2) { Name = "x" };
        Input mask = new(3) { Name = "m", ElementType = ElementType.Bool };
        Input other = new(3, 2) { Name = "o" };
        var pooled = new GlobalAveragePooling1D(name: "pool").Apply(x, mask);
        var merged = new Maximum(name: "max").Apply([x, other], [null, mask]);
        using var model = new Model([x, mask, other], [pooled, merged]);
        var json = model.ToJson();
        Assert.Contains("\"mask\":{\"class_name\":\"__keras_tensor__\"", json.Replace(" ", "").Replace("\n", ""));

        using var read = Model.FromJson(json);
        Assert.Equal(json, read.ToJson());
        TensorDataList data = [X, Truth(Lengths, 3), X];
        var (expected, actual) = (model.PredictAll(data), read.PredictAll(data));
        Assert.Equal(Means, actual[0].ToFlat());
        Assert.Equal(expected[1].ToFlat(), actual[1].ToFlat());
    }

    [Fact]
    public void A_mask_of_another_shape_is_refused_where_it_is_given()
    {
        Input x = new(3, 2);
        foreach (var mask in new[] { new Input(4), new Input(3, 2, 1), new Input(2) })
            Assert.Contains(
                $"a mask of shape {mask.Shape} came for a tensor of shape (None, 3, 2); the tensor's first dimensions were expected, such as (None, 3). Reshape the mask",
                Assert.Throws<LayerException>(() => new GlobalAveragePooling1D(name: "pool").Apply(x, mask)).Message
            );
    }

    [Fact]
    public void Where_channels_stand_first_it_is_of_the_steps_behind_them()
    {
        Input x = new(2, 3);
        Input mask = new(3) { ElementType = ElementType.Bool };
        using var model = new Model([x, mask], new GlobalAveragePooling1D("channels_first").Apply(x, mask));
        float[,,] channels =
        {
            {
                { 1, 3, 100 },
                { 2, 5, 100 },
            },
            {
                { -1, 100, 100 },
                { 4, 100, 100 },
            },
        };
        Assert.Equal(Means, model.Predict([channels, Truth(Lengths, 3)]).ToFlat());
        Assert.Contains(
            "a mask of shape (None, 2) came for a tensor of shape (None, 2, 3); the dimensions of batch and steps were expected, such as (None, 3).",
            Assert
                .Throws<LayerException>(() => new GlobalAveragePooling1D("channels_first").Apply(x, new Input(2)))
                .Message
        );
    }

    [Fact]
    public void Where_steps_are_not_known_it_is_refused_when_data_come()
    {
        Input x = new(-1, 2);
        Input mask = new(-1) { ElementType = ElementType.Bool };
        using var model = new Model([x, mask], new GlobalAveragePooling1D(name: "pool").Apply(x, mask));
        TensorDataList wrong = [X, Truth(Lengths, 4)];
        Assert.Equal(Means, model.Predict([X, Truth(Lengths, 3)]).ToFlat());
        var error = Assert.Throws<LayerException>(() => model.Predict(wrong));
        Assert.Contains(
            "Layer 'pool': a mask of shape (None, 4) came for a tensor of shape (None, 3, 2)",
            error.Message
        );
        model.Compile("sgd", "mse");
        Assert.Throws<LayerException>(() => model.Fit(wrong, new float[2, 2], verbose: 0));
    }

    [Fact]
    public void Softmax_takes_any_mask_that_broadcasts()
    {
        Input x = new(3);
        Input mask = new(3) { ElementType = ElementType.Bool };
        using var model = new Model([x, mask], new Softmax().Apply(x, mask));
        float[,] zeros = new float[2, 3];
        Assert.Equal([0.5f, 0.5f, 0, 1, 0, 0], model.Predict([zeros, Truth(Lengths, 3)]).ToFlat());
        using var read = Model.FromJson(model.ToJson());
        Assert.Equal([0.5f, 0.5f, 0, 1, 0, 0], read.Predict([zeros, Truth(Lengths, 3)]).ToFlat());
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-4;

    private static bool[,] Truth(int[] lengths, int steps)
    {
        var mask = new bool[lengths.Length, steps];
        for (int i = 0; i < lengths.Length; i++)
        for (int k = 0; k < lengths[i]; k++)
            mask[i, k] = true;
        return mask;
    }

    /// <summary>A model of sequences and their lengths that takes the mean of the steps that there are.</summary>
    private static Model OfLengths(Func<SymbolicTensor, SymbolicTensor> before, Layer? marked = null)
    {
        Input x = new(-1, 2) { Name = "x" };
        Input lengths = new() { Name = "lengths", ElementType = ElementType.Int32 };
        var mask = Ops.SequenceMask(lengths, x);
        var tensor = before(x);
        if (marked is null)
            return new Model([x, lengths], new GlobalAveragePooling1D().Apply(tensor, mask));
        return new Model([x, lengths], new GlobalAveragePooling1D().Apply(marked.Apply(tensor, mask)));
    }
}

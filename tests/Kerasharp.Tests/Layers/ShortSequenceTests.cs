using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

/// <summary>Sequences with too few steps for a layer, and with just enough; refused before anything runs, whenever the steps are known.</summary>
public class ShortSequenceTests
{
    // Each needs four steps.
    public static TheoryData<string, Func<Layer>> Windows() =>
        new()
        {
            { "needs at least (None, 4, 2)", () => new Conv1D(3, 4, name: "short") },
            { "needs at least (None, 4, 2)", () => new Conv1D(3, 2, dilationRate: 3, name: "short") },
            { "needs at least (None, 4, 2)", () => new DepthwiseConv1D(4, name: "short") },
            { "needs at least (None, 4, 2)", () => new SeparableConv1D(3, 4, name: "short") },
            { "needs at least (None, 4, 2)", () => new MaxPooling1D(4, name: "short") },
            { "needs at least (None, 4, 2)", () => new AveragePooling1D(4, strides: 1, name: "short") },
            { "", () => new Cropping1D((2, 1), name: "short") },
        };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Known_steps_are_refused_where_the_layer_is_applied(string needs, Func<Layer> make)
    {
        var error = Assert.Throws<LayerException>(() => make().Apply(new Input(3, 2)));
        Refused(error, needs);
        make().Apply(new Input(4, 2));
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Unknown_steps_are_refused_when_data_come(string needs, Func<Layer> make)
    {
        using var model = new Sequential([new Input(-1, 2), make(), new GlobalAveragePooling1D()]);
        model.Compile("sgd", "mse");
        float[,,] few = new float[2, 3, 2];
        int outputs = (int)model.OutputShapes()[0][1].Value;
        Refused(Assert.Throws<LayerException>(() => model.Predict(few)), needs);
        Refused(Assert.Throws<LayerException>(() => model.Fit(few, new float[2, outputs], verbose: 0)), needs);
        Refused(Assert.Throws<LayerException>(() => make().Apply(few)), needs);
        // Nothing has broken.
        Assert.Equal(2 * outputs, model.Predict(new float[2, 4, 2]).ToFlat().Length);
    }

    [Fact]
    public void A_causal_kernel_takes_any_number_of_steps()
    {
        // Keras pads by the kernel's span before the first step, so that each step has an output, of those until then.
        var layer = new Conv1D(1, 3, padding: "causal", dilationRate: 2, kernelInitializer: "ones", name: "causal");
        using var model = new Sequential([new Input(-1, 1), layer]);
        Assert.Equal(
            [7f],
            model
                .Predict(
                    new float[1, 1, 1]
                    {
                        {
                            { 7 },
                        },
                    }
                )
                .ToFlat()
        );
        Assert.Equal(
            [1f, 10, 101],
            model
                .Predict(
                    new float[1, 3, 1]
                    {
                        {
                            { 1 },
                            { 10 },
                            { 100 },
                        },
                    }
                )
                .ToFlat()
        );
    }

    [Fact]
    public void No_steps_at_all_are_refused()
    {
        foreach (string padding in new[] { "causal", "same", "valid" })
        {
            Assert.ThrowsAny<ArgumentException>(() => new Conv1D(1, 3, padding: padding).Apply(new Input(0, 1)));
            using var model = new Sequential([new Input(-1, 1), new Conv1D(1, 3, padding: padding, name: "c")]);
            var error = Assert.ThrowsAny<ArgumentException>(() => model.Predict(new float[2, 0, 1]));
            Assert.Contains("(None, 0, 1) came; its window needs at least (None,", error.Message);
        }
    }

    [Fact]
    public void Token_numbers_are_looked_at_whichever_way_they_come()
    {
        int[,] good =
        {
            { 1, 2 },
        };
        int[,] bad =
        {
            { 1, 5 },
        };
        const string expected =
            "The index 5 came in x[1] at (0, 1); numbers from 0 to 4 were expected by the layer 'e', which has 5 vectors.";
        Input a = new(2) { ElementType = ElementType.Int32 };
        Input b = new(2) { ElementType = ElementType.Int32 };
        using var model = new Model([a, b], Ops.Concatenate([a, b]).Apply(new Embedding(5, 3, name: "e")));
        model.PredictAll([good, good]);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => model.PredictAll([good, bad])).Message);
        // A layer on arrays.
        var layer = new Embedding(5, 3, name: "e");
        layer.Apply(good);
        Assert.Contains(
            "The index 5 came in x at (0, 1); numbers from 0 to 4",
            Assert.Throws<ArgumentException>(() => layer.Apply(bad)).Message
        );
    }

    private static void Refused(LayerException error, string needs)
    {
        Assert.StartsWith("Layer 'short': ", error.Message);
        Assert.Contains("3, 2) came", error.Message);
        Assert.Contains(needs, error.Message);
        // What came, what was expected, how to mend it.
        Assert.True(error.Message.Split(". ").Length >= 2 && error.Message.Contains(';'), error.Message);
    }
}

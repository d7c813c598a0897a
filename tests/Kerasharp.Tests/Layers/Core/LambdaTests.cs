using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Saving;

namespace Kerasharp.Tests.Layers;

public class LambdaTests
{
    [Fact]
    public void It_computes_the_function()
    {
        Assert.Equal([1f, 4, 9], new LayerHarness(new Lambda(x => x * x), 3).Predict(new float[] { 1, -2, 3 }));
        Input a = new(2);
        Input b = new(2);
        using var model = new Model([a, b], new Lambda(xs => xs[0] - xs[1]).Apply([a, b]));
        Assert.Equal(
            [3f, 1],
            model
                .Predict([
                    new float[,]
                    {
                        { 5, 6 },
                    },
                    new float[,]
                    {
                        { 2, 5 },
                    },
                ])
                .ToFlat()
        );
    }

    [Fact]
    public void Registered_functions_are_written_by_name_and_others_are_not()
    {
        var config = new Lambda(
            LambdaExamples.Scaled,
            4,
            LambdaExamples.Positive,
            new Dictionary<string, double> { ["factor"] = 2 }
        ).GetConfig();
        Assert.Equal("lambda_scaled", (string?)config["function"]!["config"]);
        Assert.Equal("lambda_positive", (string?)config["mask"]!["config"]);
        Assert.Equal("""{"factor":2}""", config["arguments"]!.ToJsonString());
        Assert.Contains(
            "CustomObjects.Register(\"name\", f)",
            Assert.Throws<NotSupportedException>(() => new Lambda(x => x).GetConfig()).Message
        );
        config["function"]!["config"] = "unheard_of";
        Assert.Contains(
            "which is not registered",
            Assert.Throws<ArgumentException>(() => Layer.FromConfig<Lambda>(config.DeepClone().AsObject())).Message
        );
    }

    [Fact]
    public void The_output_shape_is_held_against_what_comes_out()
    {
        Assert.Equal("(None, 4)", new LayerHarness(new Lambda(x => x, outputShape: 4), 4).OutputShape.ToString());
        Assert.Contains(
            "its function gave a tensor of shape (None, 4); (5,) behind the batch was expected",
            Assert.Throws<LayerException>(() => new LayerHarness(new Lambda(x => x, outputShape: 5), 4)).Message
        );
    }

    [Fact]
    public void A_mask_ends_unless_one_is_given()
    {
        float[,,] x =
        {
            {
                { 1 },
                { 0 },
            },
        };
        float[,,] y =
        {
            {
                { 0 },
                { 3 },
            },
        };
        Assert.Equal(5, Loss(new Lambda(v => v * 1)));
        Assert.Equal(1, Loss(new Lambda(v => v * 1, mask: (_, mask) => mask)));

        double Loss(Lambda layer)
        {
            using var model = new Sequential([new Input(2, 1), new Masking(), layer]);
            model.Compile("sgd", "mse");
            return model.Evaluate(x, y, verbose: 0)["loss"];
        }
    }
}

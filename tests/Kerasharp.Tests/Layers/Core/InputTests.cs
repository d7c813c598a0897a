using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

public class InputTests
{
    [Fact]
    public void Its_shape_has_the_batch_in_front()
    {
        var input = new Input(28, 28, 1);
        Assert.Equal("(None, 28, 28, 1)", input.Shape.ToString());
        Assert.Equal(Dim.Batch, input.Shape[0]);
        Assert.Equal(ElementType.Float32, input.ElementType);
        Assert.Equal("InputLayer", input.TypeName);
        Assert.StartsWith("input_layer", input.Name);
        Assert.Equal("(None,)", new Input().Shape.ToString());
    }

    [Fact]
    public void Name_and_type_are_given_as_properties()
    {
        var input = new Input(3) { Name = "image", ElementType = ElementType.UInt8 };
        Assert.Equal("image", input.Name);
        Assert.Equal("image", ((Layer)input).Name);
        Assert.Equal(ElementType.UInt8, input.ElementType);
        Assert.Throws<ArgumentException>(() => new Input(3) { Name = "a/b" });
    }

    [Fact]
    public void Open_sizes_are_symbols_of_their_own()
    {
        var shape = new Input(-1, -1, 3) { Name = "image" }.Shape;
        Assert.Equal("(None, None, None, 3)", shape.ToString());
        Assert.NotEqual(shape[1], shape[2]);
        Assert.Equal(shape[1], new Input(-1) { Name = "image" }.Shape[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void Sizes_are_positive(long size)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Input(28, size));
        Assert.Contains($"(28, {size}) came", error.Message);
    }

    [Fact]
    public void It_changes_nothing_and_has_no_weights()
    {
        var input = new Input(2);
        var harness = new LayerHarness(input, 2);
        Assert.Equal([1f, 2, 3, 4], harness.Predict(new float[] { 1, 2, 3, 4 }));
        Assert.Empty(input.Weights);
        Assert.False(input.NeedsBuild);
    }

    [Fact]
    public void Its_configuration_is_Kerass()
    {
        var input = new Input(28, -1, 1) { Name = "image", ElementType = ElementType.UInt8 };
        const string json =
            """{"batch_shape":[null,28,null,1],"dtype":"uint8","sparse":false,"ragged":false,"name":"image","optional":false}""";
        Assert.Equal(json, input.GetConfig().ToJsonString());
        Assert.Equal("InputLayer", (string?)input.Serialize()["class_name"]);
        var twin = Assert.IsType<Input>(Layer.Deserialize(input.Serialize()));
        Assert.Equal(json, twin.GetConfig().ToJsonString());
        Assert.Equal(json, Layer.FromConfig<Input>(input.GetConfig()).GetConfig().ToJsonString());
        var fixedSize = new Input(3) { BatchSize = 4 };
        Assert.Equal("[4,3]", fixedSize.GetConfig()["batch_shape"]!.ToJsonString());
        Assert.Equal(4, Layer.FromConfig<Input>(fixedSize.GetConfig()).BatchSize);
    }

    [Theory]
    [InlineData("sparse", "true", "came with 'sparse' of true")]
    [InlineData("dtype", "\"complex64\"", "the dtype 'complex64', which is not known")]
    [InlineData("batch_shape", "null", "came without 'batch_shape'")]
    public void What_it_cannot_be_is_refused(string key, string value, string message)
    {
        var config = new Input(3).GetConfig();
        config[key] = System.Text.Json.Nodes.JsonNode.Parse(value);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Layer.FromConfig<Input>(config)).Message);
    }

    [Fact]
    public void A_batch_size_is_the_only_one_then()
    {
        using var model = new Sequential([new Input(3) { Name = "x", BatchSize = 4 }, new Dense(2)], name: "m");
        model.Compile("sgd", "mse");
        float[,] x = Elements.Rows(8, 3);
        float[,] y = Elements.Rows(8, 2);
        Assert.Equal("(4, 2)", model.GetSummary().Rows[0].OutputShape);
        model.Fit(x, y, batchSize: 4, verbose: 0);
        model.Evaluate(x, y, batchSize: 4, verbose: 0);
        Assert.Equal(16, model.Predict(x, batchSize: 4).FlattenedLength);
        Assert.Equal(
            "Batches of 32 of 8 examples came for the input 'x' of the model 'm', which takes 4 at once and no rest. Give batchSize: 4 and a multiple of it in examples, or make the Input without a BatchSize.",
            Assert.Throws<ArgumentException>(() => model.Predict(x)).Message
        );
        Assert.Throws<ArgumentException>(() => model.Fit(x, y, batchSize: 8, verbose: 0));
        Assert.Throws<ArgumentException>(() =>
            model.Evaluate(Elements.Rows(6, 3), Elements.Rows(6, 2), batchSize: 4, verbose: 0)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new Input(3) { BatchSize = 0 });
    }
}

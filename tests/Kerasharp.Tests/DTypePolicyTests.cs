using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests;

public class DTypePolicyTests
{
    [Theory]
    [InlineData("float32", ElementType.Float32, ElementType.Float32)]
    [InlineData("float64", ElementType.Float64, ElementType.Float64)]
    [InlineData("mixed_float16", ElementType.Float16, ElementType.Float32)]
    [InlineData("mixed_bfloat16", ElementType.BFloat16, ElementType.Float32)]
    [InlineData("float16", ElementType.Float16, ElementType.Float16)]
    [InlineData("bfloat16", ElementType.BFloat16, ElementType.BFloat16)]
    public void A_name_says_both_types(string name, ElementType compute, ElementType variable)
    {
        DTypePolicy policy = name;
        Assert.Equal((name, compute, variable), (policy.ToString(), policy.ComputeDtype, policy.VariableDtype));
        Assert.Equal(policy, new DTypePolicy(name));
        Assert.True(policy == name && policy != (DTypePolicy?)null);
        Assert.Equal(policy.GetHashCode(), new DTypePolicy(name).GetHashCode());
    }

    [Fact]
    public void Another_name_is_refused_with_those_there_are()
    {
        string message = Assert.Throws<ArgumentException>(() => (DTypePolicy)"half").Message;
        Assert.Contains("'half' came", message);
        Assert.Contains("float32, float64, mixed_float16, mixed_bfloat16, float16, bfloat16", message);
    }

    [Fact]
    public void Layers_write_and_read_it_as_Keras_does()
    {
        var layer = new Dense(3) { Dtype = "mixed_float16" };
        var json = layer.GetConfig()["dtype"]!;
        Assert.Equal(
            """{"module":"keras","class_name":"DTypePolicy","config":{"name":"mixed_float16"},"registered_name":null}""",
            json.ToJsonString()
        );
        Assert.Equal("mixed_float16", Layer.Deserialize(layer.Serialize()).Dtype);
        // Older files hold the name alone, and whole numbers are no policy.
        Assert.Equal("float64", Layer.FromConfig<Dense>(new JsonObject { ["units"] = 1, ["dtype"] = "float64" }).Dtype);
        Assert.Equal("float32", Layer.FromConfig<Dense>(new JsonObject { ["units"] = 1, ["dtype"] = "int64" }).Dtype);
    }

    [Theory]
    [InlineData("""{"class_name":"QuantizedDTypePolicy","config":{"mode":"int8","source_name":"float32"}}""")]
    [InlineData("""{"class_name":"DTypePolicy","config":{"name":"float8"}}""")]
    public void A_policy_of_a_file_that_is_not_known_is_refused(string json)
    {
        var config = new JsonObject
        {
            ["name"] = "d",
            ["units"] = 1,
            ["dtype"] = JsonNode.Parse(json),
        };
        string message = Assert.Throws<ArgumentException>(() => Layer.FromConfig<Dense>(config)).Message;
        Assert.Contains("the layer 'd'", message);
        Assert.Contains("mixed_float16", message);
    }
}

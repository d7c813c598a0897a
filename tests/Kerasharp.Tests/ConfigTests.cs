using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests;

[Collection(nameof(AloneCollection))]
public sealed class ConfigTests : IDisposable
{
    public void Dispose() => Config.Reset();

    [Fact]
    public void Layers_follow_the_policy_that_holds_when_they_are_made()
    {
        var before = new Dense(1);
        Config.SetDtypePolicy("mixed_bfloat16");
        var after = new Dense(1);
        Config.SetDtypePolicy("float32");
        Assert.Equal("float32", before.Dtype);
        Assert.Equal("mixed_bfloat16", after.Dtype);
        Assert.Equal(ElementType.BFloat16, after.Apply(new Input(2)).ElementType);
    }

    [Fact]
    public void The_floating_point_type_is_that_of_inputs_and_of_layers_without_a_policy()
    {
        Config.SetFloatx(ElementType.Float64);
        Assert.Equal(ElementType.Float64, Config.Floatx);
        Assert.Equal(ElementType.Float64, new Input(2).ElementType);
        Assert.Equal("float64", new Dense(1).Dtype);
        Config.SetDtypePolicy("float32");
        Assert.Equal("float32", new Dense(1).Dtype);
        Assert.Equal("float32", Config.DtypePolicy);
        Assert.Contains("Float64", Assert.Throws<ArgumentException>(() => Config.SetFloatx(ElementType.Int32)).Message);
    }
}

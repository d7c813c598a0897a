using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class Convolution2DTests
{
    public static TheoryData<string> Names =>
        [
            "Convolution1D",
            "Convolution2D",
            "Convolution3D",
            "Convolution1DTranspose",
            "Convolution2DTranspose",
            "Convolution3DTranspose",
            "SeparableConvolution1D",
            "SeparableConvolution2D",
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Other_names_stand_for_the_same_layers(string name)
    {
        Layer layer = name switch
        {
            "Convolution1D" => new Convolution1D(2, 3, padding: "causal", name: "c"),
            "Convolution2D" => new Convolution2D(2, 3, activation: "relu", name: "c"),
            "Convolution3D" => new Convolution3D(2, 3, groups: 2, name: "c"),
            "Convolution1DTranspose" => new Convolution1DTranspose(2, 3, 2, outputPadding: 1, name: "c"),
            "Convolution2DTranspose" => new Convolution2DTranspose(2, 3, 2, outputPadding: 1, name: "c"),
            "Convolution3DTranspose" => new Convolution3DTranspose(2, 3, 2, outputPadding: 1, name: "c"),
            "SeparableConvolution1D" => new SeparableConvolution1D(2, 3, depthMultiplier: 3, name: "c"),
            _ => new SeparableConvolution2D(2, 3, depthMultiplier: 3, name: "c"),
        };
        string canonical = name.Replace("Convolution", "Conv", StringComparison.Ordinal);
        Assert.Equal(canonical, layer.TypeName);
        Assert.Equal(canonical, layer.GetType().BaseType!.Name);
        var twin = Layer.Deserialize(layer.Serialize());
        Assert.Equal(canonical, twin.GetType().Name);
        Assert.Equal(layer.GetConfig().ToJsonString(), twin.GetConfig().ToJsonString());
    }
}

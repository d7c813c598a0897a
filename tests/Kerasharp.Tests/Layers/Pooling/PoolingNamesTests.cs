using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class PoolingNamesTests
{
    public static TheoryData<Layer, string, string> Aliases =>
        new()
        {
            { new MaxPool1D(), "MaxPooling1D", "max_pooling1d" },
            { new MaxPool2D(), "MaxPooling2D", "max_pooling2d" },
            { new MaxPool3D(), "MaxPooling3D", "max_pooling3d" },
            { new AvgPool1D(2), "AveragePooling1D", "average_pooling1d" },
            { new AvgPool2D(2), "AveragePooling2D", "average_pooling2d" },
            { new AvgPool3D(2), "AveragePooling3D", "average_pooling3d" },
            { new GlobalMaxPool1D(), "GlobalMaxPooling1D", "global_max_pooling1d" },
            { new GlobalMaxPool2D(), "GlobalMaxPooling2D", "global_max_pooling2d" },
            { new GlobalMaxPool3D(), "GlobalMaxPooling3D", "global_max_pooling3d" },
            { new GlobalAvgPool1D(), "GlobalAveragePooling1D", "global_average_pooling1d" },
            { new GlobalAvgPool2D(), "GlobalAveragePooling2D", "global_average_pooling2d" },
            { new GlobalAvgPool3D(), "GlobalAveragePooling3D", "global_average_pooling3d" },
        };

    [Theory]
    [MemberData(nameof(Aliases))]
    public void Aliases_are_shown_numbered_and_written_as_the_class(Layer layer, string type, string stem)
    {
        Assert.Equal(type, layer.TypeName);
        Assert.Matches($"^{stem}(_[0-9]+)?$", layer.Name);
        var serialized = layer.Serialize();
        Assert.Equal(type, (string?)serialized["class_name"]);
        Assert.Equal(type, Layer.Deserialize(serialized).GetType().Name);
    }

    [Fact]
    public void Arguments_go_through_aliases()
    {
        var layer = new AvgPool3D((1, 2, 3), strides: 2, padding: "SAME", dataFormat: "channels_first", name: "p");
        Assert.Equal(new Size3D(1, 2, 3), layer.PoolSize);
        Assert.Equal(new Size3D(2, 2, 2), layer.Strides);
        Assert.Equal(("same", "channels_first", "p"), (layer.Padding, layer.DataFormat, layer.Name));
        Assert.True(new GlobalMaxPool2D(keepDims: true).KeepDims);
    }
}

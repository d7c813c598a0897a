using System.Text.Json.Nodes;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

/// <summary>What every layer that runs before the model passes through, as the others pass through the harness.</summary>
public class TextLayerExampleTests
{
    [Fact]
    public void Configurations_make_twins()
    {
        foreach (var (layer, run) in TextLayerExamples.All)
        {
            string written = layer.Serialize().ToJsonString();
            var twin = Assert.IsAssignableFrom<TextLayer>(Layer.Deserialize(JsonNode.Parse(written)!.AsObject()));
            Assert.Equal(written, twin.Serialize().ToJsonString());
            double[] numbers = [.. run(layer)];
            Assert.NotEmpty(numbers);
            Assert.Equal(numbers, run(twin));
            Assert.Empty(layer.Weights);
        }
    }
}

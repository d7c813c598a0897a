using System.Text.Json.Nodes;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class FactorTests
{
    [Fact]
    public void A_number_becomes_a_range_within_the_layers_bounds()
    {
        Assert.Equal(new Interval(-0.3, 0.3), ((Factor)0.3).Within(-1, 1, "factor"));
        Assert.Equal(new Interval(-0.3, 0.3), ((Factor)(-0.3)).Within(-1, 1, "factor"));
        Assert.Equal(new Interval(0, 0.3), ((Factor)0.3).Within(0, 1, "factor"));
        Assert.Equal(new Interval(1, 5), ((Factor)5).Within(1, 8, "factor"));
    }

    [Fact]
    public void A_pair_is_a_range_in_either_order()
    {
        Factor pair = (0.4, -0.2);
        Factor array = new[] { -0.2, 0.4 };
        Assert.Equal(new Interval(-0.2, 0.4), pair.Within(-1, 1, "factor"));
        Assert.Equal(pair, array);
        Assert.Equal("(-0.2, 0.4)", pair.ToString());
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("[0.25,0.5]")]
    public void It_is_written_as_Keras_writes_it(string json) =>
        Assert.Equal(json, Factor.FromJson(JsonNode.Parse(json)!).ToJson().ToJsonString());

    [Fact]
    public void What_is_out_of_bounds_is_refused_in_three_parts()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new RandomBrightness((0.5, 1.5)));
        Assert.Contains(
            "factor of (0.5, 1.5) came; a number of -1 to 1, or two of them, was expected. Give such numbers.",
            error.Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomHue(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomHue(double.NaN));
        Assert.Throws<ArgumentException>(() => (Factor)new[] { 0.1, 0.2, 0.3 });
    }
}

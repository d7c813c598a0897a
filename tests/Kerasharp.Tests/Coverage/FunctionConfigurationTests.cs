using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;
using Kerasharp.Saving;

namespace Kerasharp.Tests.Coverage;

/// <summary>Initializers, regularizers and constraints by way of their configurations.</summary>
public class FunctionConfigurationTests
{
    public static TheoryData<string> Names => [.. FunctionExamples.All.Select(f => f.GetType().Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_configuration_makes_the_same(string name)
    {
        object item = FunctionExamples.All.Single(f => f.GetType().Name == name);
        var written = ConfigurationValues.Write(item, "a layer", "a part")!;

        object read = ConfigurationValues.Read(written, Kind(item), "a layer", "a part")!;

        Assert.IsType(item.GetType(), read);
        Assert.Equal(written.ToJsonString(), ConfigurationValues.Write(read, "a layer", "a part")!.ToJsonString());
    }

    [Fact]
    public void The_keys_and_values_are_Keras()
    {
        Assert.Equal("""{"max_value":3,"axis":1}""", new MaxNorm(3, axis: 1).GetConfig().ToJsonString());
        Assert.Equal("""{"axis":[0,1,2]}""", new UnitNorm(axis: [0, 1, 2]).GetConfig().ToJsonString());
        Assert.Equal("""{"l1":0.5}""", new L1(0.5).GetConfig().ToJsonString());
        Assert.Equal("""{"l2":0.5}""", new L2(0.5).GetConfig().ToJsonString());
        Assert.Equal(
            """{"seed":5,"input_axes":[0],"output_axes":[1,2]}""",
            new HeNormal(5, [0], [1, 2]).GetConfig().ToJsonString()
        );
    }

    private static Type Kind(object item) =>
        item switch
        {
            Initializer => typeof(Initializer),
            Regularizer => typeof(Regularizer),
            _ => typeof(Constraint),
        };
}

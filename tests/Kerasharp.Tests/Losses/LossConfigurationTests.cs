using System.Text.Json.Nodes;
using Kerasharp.Losses;
using Kerasharp.Saving;

namespace Kerasharp.Tests.Losses;

public class LossConfigurationTests
{
    [Fact]
    public void KeysAndValuesAreKeras()
    {
        Assert.Equal(
            """{"delta":2,"reduction":"mean_with_sample_weight","name":"huber_loss"}""",
            new Huber(2, LossReduction.MeanWithSampleWeight).GetConfig().ToJsonString()
        );
        Assert.Equal(
            """{"module":"keras.losses","class_name":"Dice","config":{"reduction":"none","axis":[1,2],"name":"d"},"registered_name":null}""",
            SerializedObject.Of(new Dice(LossReduction.None, axis: [1, 2], name: "d")).ToJsonString()
        );
    }

    [Fact]
    public void EveryNameMakesALossThatIsWrittenAndRead()
    {
        foreach (string name in Loss.Names)
        {
            var written = SerializedObject.Of((Loss)name);
            var read = (Loss)ConfigurationValues.Read(written, typeof(Loss), "a model", "loss")!;
            Assert.Equal(written.ToJsonString(), SerializedObject.Of(read).ToJsonString());
        }
    }

    [Fact]
    public void KerasWritesNoReductionAsNull()
    {
        var config = JsonNode.Parse("""{"class_name":"Hinge","config":{"reduction":null,"name":"hinge"}}""")!;
        Assert.Equal(LossReduction.None, SerializedObject.Make<Loss>(config.AsObject()).Reduction);
        config["config"]!["reduction"] = "median";
        Assert.Contains(
            "'median'",
            Assert.Throws<ArgumentException>(() => SerializedObject.Make<Loss>(config.AsObject())).Message
        );
    }

    [Fact]
    public void AFunctionIsNotWritten() =>
        Assert.StartsWith(
            "The configuration of the loss 'lambda' was asked for, which is a function that is not registered;",
            Assert.Throws<NotSupportedException>(() => Loss.From((y, p) => y - p).GetConfig()).Message
        );

    [Fact]
    public void AClassOfOnesOwnIsWrittenByItsConstructor() =>
        Assert.Equal("""{"power":3,"name":"powers"}""", new Powers(3).GetConfig().ToJsonString());

    private sealed class Powers(double power, string name = "powers") : Loss(name)
    {
        public double Power { get; } = power;

        public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
            Ops.Mean(Ops.Power(Ops.Absolute(yTrue - yPred), Power), -1);
    }
}

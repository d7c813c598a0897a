using System.Text.Json;
using System.Text.Json.Nodes;
using Kerasharp.Layers;
using Kerasharp.Optimizers;
using Kerasharp.Saving;
using Kerasharp.Tests.References;

namespace Kerasharp.Tests.Optimizers.Schedules;

/// <summary>Rates against tests/references/optimizers.py, and what optimizers do with schedules.</summary>
public class LearningRateScheduleTests
{
    private static readonly JsonElement File = ReferenceFiles.Json("optimizers.json");

    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            int i = 0;
            foreach (var schedule in File.GetProperty("schedules").EnumerateArray())
                data.Add(i++, schedule.GetProperty("class").GetString()!);
            return data;
        }
    }

    /// <summary>A schedule of each case.</summary>
    public static IReadOnlyList<LearningRateSchedule> Examples { get; } =
    [.. File.GetProperty("schedules").EnumerateArray().Select(Make)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void RatesAreThoseOfTheFormula(int index, string name)
    {
        var reference = File.GetProperty("schedules")[index];
        var schedule = Make(reference);
        Assert.Equal(name, schedule.GetType().Name);
        double[] rates = reference.GetProperty("rates").Numbers();
        double[] steps = File.GetProperty("at").Numbers();
        double[] actual = [.. steps.Select(s => schedule.At((long)s))];
        Elements.AssertClose(rates, actual.Select(v => (float)v), 1e-6, name);

        var written = SerializedObject.Of(schedule);
        var again = SerializedObject.Of(SerializedObject.Make<LearningRateSchedule>(written.DeepClone().AsObject()));
        Assert.Equal(written.ToJsonString(), again.ToJsonString());
        Assert.Equal("keras.optimizers.schedules", (string?)written["module"]);
    }

    [Fact]
    public void TheRateFollowsTheStepsAndCannotBeSet()
    {
        using var model = new Sequential([new Input(3), new Dense(2)]);
        var optimizer = new SGD(new ExponentialDecay(0.5, decaySteps: 2, decayRate: 0.25));
        Assert.Equal(0.5, optimizer.LearningRate, 1e-9);
        model.Compile(optimizer, "mse");
        model.Fit(Elements.Rows(8, 3), Elements.Rows(8, 2, phase: 3), batchSize: 4, epochs: 2, verbose: 0);

        Assert.Equal(4, optimizer.Iterations);
        Assert.Equal(0.5 / 16, optimizer.LearningRate, 1e-9);
        var error = Assert.Throws<InvalidOperationException>(() => optimizer.LearningRate = 0.1);
        Assert.Contains("follows a ExponentialDecay", error.Message);
        Assert.Single(optimizer.Variables);
    }

    [Fact]
    public void AScheduleOfTheUsersOwn()
    {
        Assert.Equal(0.05, new InverseRoot().At(3), 1e-9);
        Assert.Equal(0.1, new Adam(new InverseRoot()).LearningRate, 1e-9);
    }

    [Fact]
    public void WrongArgumentsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialDecay(0.1, 0, 0.9));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([1, 2], [0.1, 0.2]));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([2, 1], [0.1, 0.2, 0.3]));
        Assert.Throws<ArgumentException>(() => new CosineDecay(0.1, 10, warmupSteps: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecayRestarts(0.1, 10, tMul: 0.5));
        Assert.Throws<ArgumentException>(() => new CyclicLearningRate(0.1, 0.2, mode: "square"));
    }

    [Fact]
    public void AScheduleOfTheUsersOwnInTurnsOfACosine()
    {
        var schedule = new Waves(7);
        double[] expected = [.. Enumerable.Range(0, 20).Select(t => Waves.Expected(t, 7))];
        Elements.AssertClose(expected, Enumerable.Range(0, 20).Select(t => (float)schedule.At(t)), 1e-6, "rates");
        using var model = new Sequential([new Input(3), new Dense(2)]);
        model.Compile(new SGD(schedule), "mse");
        model.Fit(Elements.Rows(8, 3), Elements.Rows(8, 2, phase: 3), batchSize: 4, epochs: 5, verbose: 0);
        Assert.Equal(expected[10], model.Optimizer.LearningRate, 1e-7);
    }

    private static LearningRateSchedule Make(JsonElement reference) =>
        SerializedObject.Make<LearningRateSchedule>(
            new JsonObject
            {
                ["class_name"] = reference.GetProperty("class").GetString(),
                ["config"] = JsonNode.Parse(reference.GetProperty("config").GetRawText())!.AsObject(),
            }
        );

    /// <summary>Half a cosine in each turn, half as high in every other one, and never with more than four decimals.</summary>
    private sealed class Waves(int length) : LearningRateSchedule
    {
        public int Length { get; } = length;

        public static double Expected(int step, int length)
        {
            int turn = step / length;
            double wave = 0.05 * (1 + Math.Cos(Math.PI * (step - turn * length) / length));
            return Math.Round(turn % 2 == 0 ? wave : wave / 2, 4);
        }

        public override SymbolicTensor Call(SymbolicTensor step)
        {
            var turn = Ops.Floor(step / Length);
            var wave = 0.05 * (1 + Ops.Cos(Math.PI * (step - turn * Length) / Length));
            return Ops.Round(Ops.Where(Ops.Less(Ops.Mod(turn, 2), 1), wave, wave / 2), 4);
        }
    }

    private sealed class InverseRoot() : LearningRateSchedule
    {
        public override SymbolicTensor Call(SymbolicTensor step) => 0.1 / Ops.Sqrt(step + 1);
    }
}

using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;
using Kerasharp.Training;

namespace Kerasharp.Tests.Training;

/// <summary>Steps as functions over shared state: one step of two losses, and two steps of a loss each, over weights of their own.</summary>
public sealed class TrainingStepTests
{
    private static readonly float[] G = [0.5f, -0.25f];
    private static readonly float[] D = [1.5f, 0.75f];
    private static readonly float[] X = [1, 2, 3, -1, 0.5f, 0.25f];
    private static readonly Dictionary<string, long> Batch = new() { ["batch"] = 3 };

    private readonly Weight _g = new("g", ConstantTensor.Of<float>(G, 2), trainable: true);
    private readonly Weight _d = new("d", ConstantTensor.Of<float>(D, 2), trainable: true);

    // The mean over the rows of x.
    private static double[] Means { get; } = [.. Enumerable.Range(0, 2).Select(j => (X[j] + X[2 + j] + X[4 + j]) / 3.0)];

    [Fact]
    public void OneStepFollowsTwoLossesOverWeightsOfTheirOwn()
    {
        var step = TrainingStep.Make(
            Forward(),
            Batch,
            [new("loss_g", [_g], new SGD(0.1)), new("loss_d", [_d], new SGD(0.2))],
            random: null,
            ElementType.Float32
        );
        double[] g = [.. G];
        double[] d = [.. D];
        using var program = StepProgram.Compile(step, Device.Cpu);
        using var run = new StepRun(program);
        for (int i = 0; i < 5; i++)
        {
            Run(run);
            // Both gradients are taken at the weights as the step found them.
            (g, d) = (NextG(g, d, 0.1), NextD(g, d, 0.2));
        }

        Elements.AssertClose(g, _g.GetValue().ToFlat(), 1e-6, "g");
        Elements.AssertClose(d, _d.GetValue().ToFlat(), 1e-6, "d");
    }

    [Fact]
    public void TwoStepsShareTheirState()
    {
        using var stepD = StepProgram.Compile(Make("loss_d", _d, new SGD(0.2)), Device.Cpu);
        using var stepG = StepProgram.Compile(Make("loss_g", _g, new Adam(0.1)), Device.Cpu);
        using var runD = new StepRun(stepD);
        using var runG = new StepRun(stepG);
        double[] g = [.. G];
        double[] d = [.. D];
        Run(runD);
        d = NextD(g, d, 0.2);
        Elements.AssertClose(d, _d.GetValue().ToFlat(), 1e-6, "d after its step");
        Assert.Equal(G, _g.GetValue().ToFlat());

        Run(runG);
        // Adam's first step is the learning rate, in the direction of the gradient, which reads the new d.
        g = [.. g.Select((value, j) => value - 0.1 * Math.Sign(SlopeG(g, d, j)))];
        Elements.AssertClose(g, _g.GetValue().ToFlat(), 1e-5, "g after its step");
        Elements.AssertClose(d, _d.GetValue().ToFlat(), 1e-6, "d after the other step");

        Run(runD);
        Elements.AssertClose(NextD(g, d, 0.2), _d.GetValue().ToFlat(), 1e-5, "d after its second step");
    }

    [Fact]
    public void GeneratorAndDiscriminatorTrainInTurn()
    {
        var generator = new Dense(2, activation: "tanh");
        var discriminator = new Dense(1, activation: "sigmoid");
        var forward = new StepGraph("gan");
        var context = new CallContext(forward, training: true, ElementType.Float32, randomState: null);
        var real = new SymbolicTensor(forward.Graph.AddInput("real", ElementType.Float32, new(Dim.Batch, 2)));
        var noise = new SymbolicTensor(forward.Graph.AddInput("noise", ElementType.Float32, new(Dim.Batch, 3)));
        var fake = generator.Invoke(context, noise);
        var ofReal = discriminator.Invoke(context, real);
        var ofFake = discriminator.Invoke(context, fake);
        forward.Graph.AddOutput("loss_d", (-Ops.Mean(Ops.Log(ofReal)) - Ops.Mean(Ops.Log(1 - ofFake))).Value);
        forward.Graph.AddOutput("loss_g", (-Ops.Mean(Ops.Log(ofFake))).Value);
        using var stepD = Trained("loss_d", discriminator);
        using var stepG = Trained("loss_g", generator);
        using var runD = new StepRun(stepD);
        using var runG = new StepRun(stepG);

        float[][] Read() => [.. generator.Weights.Concat(discriminator.Weights).Select(w => w.GetValue().ToFlat())];
        (double D, double G) Step(StepRun run)
        {
            run.Input("real").CopyFrom<float>(Elements.Wave(16));
            run.Input("noise").CopyFrom<float>(Elements.Wave(24, phase: 1));
            run.Run();
            return (run.Output("loss_d").AsSpan<float>()[0], run.Output("loss_g").AsSpan<float>()[0]);
        }

        var w0 = Read();
        var first = Step(runD);
        var w1 = Read();
        Step(runG);
        var w2 = Read();
        Assert.Equal(w0[..2], w1[..2]);
        Assert.NotEqual(w0[2..], w1[2..]);
        Assert.NotEqual(w1[..2], w2[..2]);
        Assert.Equal(w1[2..], w2[2..]);
        for (int i = 0; i < 30; i++)
            Step(runD);
        Assert.True(Step(runD).D < first.D);
        double before = Step(runG).G;
        for (int i = 0; i < 30; i++)
            Step(runG);
        Assert.True(Step(runG).G < before);

        StepProgram Trained(string loss, Layer layer)
        {
            var objective = new TrainingStep.Objective(loss, layer.TrainableWeights, new Adam(0.01));
            return StepProgram.Compile(
                TrainingStep.Make(forward, new Dictionary<string, long> { ["batch"] = 8 }, [objective], null, ElementType.Float32),
                Device.Cpu
            );
        }
    }

    /// <summary>loss_g: the mean over x's rows of the sum of x g³ d; loss_d: of x d² g.</summary>
    private StepGraph Forward()
    {
        var step = new StepGraph("two losses");
        var context = new CallContext(step, training: true, ElementType.Float32, randomState: null);
        var x = new SymbolicTensor(step.Graph.AddInput("x", ElementType.Float32, new(Dim.Batch, 2)));
        var (g, d) = (context[_g], context[_d]);
        step.Graph.AddOutput("loss_g", Ops.Mean(Ops.Sum(x * g * g * g * d, -1)).Value);
        step.Graph.AddOutput("loss_d", Ops.Mean(Ops.Sum(x * d * d * g, -1)).Value);
        return step;
    }

    private StepGraph Make(string loss, Weight weight, Optimizer optimizer)
    {
        var step = TrainingStep.Make(Forward(), Batch, [new(loss, [weight], optimizer)], random: null, ElementType.Float32);
        // The other loss is no business of this step.
        step.Graph.RemoveOutput(loss == "loss_g" ? "loss_d" : "loss_g");
        return step;
    }

    private static void Run(StepRun run)
    {
        run.Input("x").CopyFrom<float>(X);
        run.Run();
    }

    private static double SlopeG(double[] g, double[] d, int j) => 3 * Means[j] * g[j] * g[j] * d[j];

    private static double[] NextG(double[] g, double[] d, double rate) => [.. g.Select((value, j) => value - rate * SlopeG(g, d, j))];

    private static double[] NextD(double[] g, double[] d, double rate) => [.. d.Select((value, j) => value - rate * 2 * Means[j] * value * g[j])];
}

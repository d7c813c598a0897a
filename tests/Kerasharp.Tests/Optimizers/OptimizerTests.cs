using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Optimizers;

/// <summary>Rules of users, and what all optimizers have in common.</summary>
public class OptimizerTests
{
    private static readonly float[,] X = Elements.Rows(8, 3);
    private static readonly float[,] Y = Elements.Rows(8, 2, phase: 3);

    [Fact]
    public void ARuleOfTheUsersOwnMovesByTheSign()
    {
        using var model = Model();
        var start = model.Snapshot();
        model.Compile(new SignSgd(0.25), "mse");
        model.Fit(X, Y, batchSize: 8, epochs: 1, verbose: 0);

        float[][] end = model.Snapshot();
        for (int i = 0; i < end.Length; i++)
            for (int k = 0; k < end[i].Length; k++)
                Assert.Equal(0.25, Math.Abs(end[i][k] - start[i][k]), 1e-6);
        Assert.Equal(1, model.Optimizer.Iterations);
    }

    [Fact]
    public void ARuleOfTheUsersOwnWithASlotIsTheSameAsTheLibrarys()
    {
        // The kernel of a convolution lies otherwise in memory than users see it.
        using var own = Convolution();
        using var theirs = Convolution();
        var images = Elements.Tensor4(10, 5, 5, 2);
        float[,] y = Elements.Rows(10, 2, phase: 3);
        own.Compile(new HandMadeMomentum(0.001, 0.9), "mse");
        theirs.Compile(new SGD(0.001, 0.9), "mse");
        foreach (var model in new[] { own, theirs })
            model.Fit(images, y, batchSize: 4, epochs: 3, verbose: 0, shuffle: false);

        Assert.NotEqual(Convolution().Snapshot(), own.Snapshot());
        for (int i = 0; i < own.Weights.Count; i++)
            Elements.AssertClose(theirs.Weights[i].GetValue().ToFlat(), own.Weights[i].GetValue().ToFlat(), 1e-6, own.Weights[i].Path);
        var velocity = own.Optimizer.Variables.Single(v => v.Name.EndsWith("kernel_velocity") && v.Shape.Rank == 4);
        Assert.Equal("(3, 3, 2, 4)", velocity.Shape.ToString());
    }

    [Fact]
    public void TheLearningRateActsFromTheNextStepOn()
    {
        using var model = Model();
        model.Compile(new SignSgd(0.25), "mse");
        model.Fit(X, Y, batchSize: 8, epochs: 1, verbose: 0);
        var before = model.Snapshot();
        model.Optimizer.LearningRate = 0.0625;
        model.Fit(X, Y, batchSize: 8, epochs: 1, verbose: 0);
        Assert.Equal(0.0625, Math.Abs(model.Snapshot()[0][0] - before[0][0]), 1e-6);
    }

    [Fact]
    public void CompilingAnewBeginsAnewButKeepsTheLearningRate()
    {
        var optimizer = new SGD(0.1, momentum: 0.9);
        using var model = Model();
        model.Compile(optimizer, "mse");
        model.Fit(X, Y, epochs: 3, verbose: 0);
        Assert.Equal(4, optimizer.Variables.Count);
        optimizer.LearningRate = 0.03125;
        var weights = model.GetWeights();
        model.Compile(optimizer, "mse");

        Assert.Equal(0.03125, optimizer.LearningRate);
        Assert.Equal(0, optimizer.Iterations);
        Assert.Equal(2, optimizer.Variables.Count);
        using var other = Model();
        other.SetWeights(weights);
        other.Compile(new SGD(0.03125, momentum: 0.9), "mse");
        model.Fit(X, Y, epochs: 2, verbose: 0, shuffle: false);
        other.Fit(X, Y, epochs: 2, verbose: 0, shuffle: false);
        Assert.Equal(other.Snapshot(), model.Snapshot());
    }

    [Fact]
    public void FrozenLayersStay()
    {
        using var model = new Sequential([new Input(3), new Dense(4) { Trainable = false }, new Dense(2)]);
        model.Compile("adam", "mse");
        float[][] before = model.Snapshot();
        model.Fit(X, Y, epochs: 2, verbose: 0);
        float[][] after = model.Snapshot();

        Assert.Equal(before[..2], after[..2]);
        Assert.NotEqual(before[2], after[2]);
        Assert.Equal(2, model.TrainableWeights.Count);
        Assert.Equal(2, model.NonTrainableWeights.Count);
        // Count, learning rate, and two moments for each weight that is trained.
        Assert.Equal(2 + 4, model.Optimizer.Variables.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void ARateThatIsNotAboveZeroIsRefused(double rate)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(rate));
        Assert.Contains("it must be above 0", error.Message);
        var optimizer = new SGD();
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = rate);
        Assert.Equal(0.01, optimizer.LearningRate, 1e-9);
    }

    private static Sequential Model()
    {
        var model = new Sequential([new Input(3), new Dense(2)]);
        model.SetWeights([Elements.Wave(6, phase: 1).ToTensor(3, 2), Elements.Wave(2, phase: 2).ToTensor(2)]);
        return model;
    }

    private static Sequential Convolution()
    {
        var model = new Sequential([new Input(5, 5, 2), new Conv2D(4, 3, activation: "relu"), new Flatten(), new Dense(2)]);
        model.SetWeights([.. model.Weights.Select((w, i) => Elements.Wave((int)w.Count, phase: i).ToTensor([.. w.Shape.ToArray().Select(d => (nint)d)]))]);
        return model;
    }

    private sealed class SignSgd(double rate) : Optimizer("sign_sgd", rate)
    {
        protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient) =>
            context.Assign(weight, context[weight] - context.LearningRate * Ops.Sign(gradient));
    }

    private sealed class HandMadeMomentum(double rate, double momentum) : Optimizer("hand_made", rate)
    {
        protected override void Update(OptimizerContext context, Weight weight, SymbolicTensor gradient)
        {
            var slot = context.Slot(weight, "velocity");
            var velocity = context[slot] * momentum - context.LearningRate * gradient;
            context.Assign(slot, velocity);
            context.Assign(weight, context[weight] + velocity);
        }
    }
}

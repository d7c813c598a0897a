using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Optimizers;

/// <summary>What may stand between gradients and updates, written as a user would.</summary>
public class GradientTransformTests
{
    private static readonly float[,] X = Elements.Rows(16, 3);
    private static readonly float[,] Y = Elements.Rows(16, 2, phase: 3);

    public static TheoryData<string> Optimizers => ["sgd", "momentum", "nesterov", "adam", "amsgrad"];

    [Fact]
    public void ClippingByValueCutsEachElement()
    {
        using var model = Model();
        var gradients = Gradients(model);
        Train(model, new SGD(0.5), 16, 1, new ClipByValue(0.3));
        double[] expected = [.. gradients.Select(g => Math.Clamp(g, -0.3, 0.3))];

        Assert.NotEqual(gradients, expected);
        Assert.Contains(gradients, g => Math.Abs(g) < 0.3);
        AssertMoved(model, expected, 0.5);
    }

    [Fact]
    public void ClippingByGlobalNormKeepsTheDirection()
    {
        using var model = Model();
        var gradients = Gradients(model);
        double norm = Math.Sqrt(gradients.Sum(g => g * g));
        Train(model, new SGD(0.5), 16, 1, new ClipByGlobalNorm(norm / 3));
        AssertMoved(model, [.. gradients.Select(g => g / 3)], 0.5);
    }

    [Fact]
    public void ASmallNormIsLeftAsItIs()
    {
        using var model = Model();
        var gradients = Gradients(model);
        Train(model, new SGD(0.5), 16, 1, new ClipByGlobalNorm(1000));
        AssertMoved(model, gradients, 0.5);
    }

    [Fact]
    public void TransformsActInOrder()
    {
        using var model = Model();
        var gradients = Gradients(model);
        Train(model, new SGD(0.5), 16, 1, new Scale(10), new ClipByValue(0.1), new Scale(3));
        AssertMoved(model, [.. gradients.Select(g => 3 * Math.Clamp(10 * g, -0.1, 0.1))], 0.5);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void FourBatchesAccumulatedAreOneOfFourTimesTheSize(string name)
    {
        using var accumulated = Model();
        using var whole = Model();
        Train(accumulated, Make(name), batchSize: 4, epochs: 5, new Accumulate(4));
        Train(whole, Make(name), batchSize: 16, epochs: 5);

        Assert.Equal(5, accumulated.Optimizer.Iterations);
        float[][] expected = whole.Snapshot();
        float[][] actual = accumulated.Snapshot();
        for (int i = 0; i < expected.Length; i++)
            Elements.AssertClose(expected[i], actual[i], 1e-5, whole.Weights[i].Path);
        Assert.NotEqual(Model().Snapshot(), actual);
    }

    [Fact]
    public void WeightsStayUntilEnoughIsAccumulated()
    {
        using var model = Model();
        float[][] before = model.Snapshot();
        model.Compile(With(new SGD(0.5), new Accumulate(3)), "mse");
        model.Fit(X, Y, batchSize: 8, epochs: 1, verbose: 0, shuffle: false);
        Assert.Equal(before, model.Snapshot());
        Assert.Equal(0, model.Optimizer.Iterations);

        model.Fit(X, Y, batchSize: 8, epochs: 1, verbose: 0, shuffle: false);
        Assert.NotEqual(before, model.Snapshot());
        Assert.Equal(1, model.Optimizer.Iterations);
    }

    private static Sequential Model()
    {
        var model = new Sequential([new Input(3), new Dense(2)]);
        model.SetWeights([Elements.Wave(6, phase: 1).ToTensor(3, 2), Elements.Wave(2, phase: 2).ToTensor(2)]);
        return model;
    }

    private static Optimizer Make(string name) =>
        name switch
        {
            "sgd" => new SGD(0.1),
            "momentum" => new SGD(0.1, 0.9),
            "nesterov" => new SGD(0.1, 0.9, nesterov: true),
            "adam" => new Adam(0.1),
            _ => new Adam(0.1, amsgrad: true),
        };

    private static Optimizer With(Optimizer optimizer, params GradientTransform[] transforms)
    {
        foreach (var transform in transforms)
            optimizer.GradientTransforms.Add(transform);
        return optimizer;
    }

    private static void Train(Sequential model, Optimizer optimizer, int batchSize, int epochs, params GradientTransform[] transforms)
    {
        model.Compile(With(optimizer, transforms), "mse");
        model.Fit(X, Y, batchSize, epochs, verbose: 0, shuffle: false);
    }

    /// <summary>The slopes of the mean squared error, kernel first, by hand.</summary>
    private static double[] Gradients(Sequential model)
    {
        float[][] w = model.Snapshot();
        double[] slopes = new double[8];
        for (int n = 0; n < 16; n++)
        {
            for (int k = 0; k < 2; k++)
            {
                double prediction = w[1][k] + Enumerable.Range(0, 3).Sum(i => (double)X[n, i] * w[0][2 * i + k]);
                double slope = 2 * (prediction - Y[n, k]) / 32;
                for (int i = 0; i < 3; i++)
                    slopes[2 * i + k] += slope * X[n, i];
                slopes[6 + k] += slope;
            }
        }
        return slopes;
    }

    private static void AssertMoved(Sequential model, double[] gradients, double rate)
    {
        using var start = Model();
        double[] expected = [.. start.Snapshot().SelectMany(w => w).Select((w, i) => w - rate * gradients[i])];
        Elements.AssertClose(expected, model.Snapshot().SelectMany(w => w), 1e-6, "weights");
    }

    private sealed class Scale(double factor) : GradientTransform
    {
        public override IReadOnlyList<WeightGradient> Apply(OptimizerContext context, IReadOnlyList<WeightGradient> gradients) =>
            [.. gradients.Select(g => g with { Gradient = g.Gradient * factor })];
    }

    private sealed class ClipByValue(double limit) : GradientTransform
    {
        public override IReadOnlyList<WeightGradient> Apply(OptimizerContext context, IReadOnlyList<WeightGradient> gradients) =>
            [.. gradients.Select(g => g with { Gradient = Ops.Clip(g.Gradient, -limit, limit) })];
    }

    private sealed class ClipByGlobalNorm(double limit) : GradientTransform
    {
        public override IReadOnlyList<WeightGradient> Apply(OptimizerContext context, IReadOnlyList<WeightGradient> gradients)
        {
            var squares = gradients.Select(g => Ops.Sum(Ops.Square(g.Gradient))).Aggregate((a, b) => a + b);
            var factor = limit / Ops.Maximum(Ops.Sqrt(squares), limit);
            return [.. gradients.Select(g => g with { Gradient = g.Gradient * factor })];
        }
    }

    private sealed class Accumulate(int batches) : GradientTransform
    {
        public override IReadOnlyList<WeightGradient> Apply(OptimizerContext context, IReadOnlyList<WeightGradient> gradients)
        {
            var seen = context.Variable("batches");
            var now = context[seen] + 1;
            var full = Ops.GreaterEqual(now, context.Constant(batches));
            context.AssignAlways(seen, Ops.Where(full, context.Constant(0), now));
            context.OnlyWhen(full);
            var means = new List<WeightGradient>();
            foreach (var (weight, gradient) in gradients)
            {
                var slot = context.Slot(weight, "accumulated");
                var sum = context[slot] + gradient;
                context.AssignAlways(slot, Ops.Where(full, Ops.ZerosLike(sum), sum));
                means.Add(new WeightGradient(weight, sum / batches));
            }
            return means;
        }
    }
}

using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Models;

/// <summary>Two models that share a layer: its weights belong to neither.</summary>
public class SharedLayerTests
{
    private static readonly float[,] X = Elements.Rows(12, 3);
    private static readonly float[,] Y = Elements.Rows(12, 1, phase: 3);

    private readonly Dense _shared = new(4, activation: "tanh", kernelInitializer: Fixed());

    [Fact]
    public void TrainingOneMovesTheOther()
    {
        using var a = Model(1);
        using var b = Model(2);
        float[] before = b.Predict(X).ToFlat();
        float[] head = b.Weights[^2].GetValue().ToFlat();
        a.Fit(X, Y, batchSize: 5, epochs: 3, verbose: 0);

        Assert.Equal(head, b.Weights[^2].GetValue().ToFlat());
        Assert.NotEqual(before, b.Predict(X).ToFlat());
        Elements.AssertClose(ByHand(b, 2), b.Predict(X).ToFlat(), 1e-6, "b after a was trained");
    }

    [Fact]
    public void BothCanBeTrainedInTurn()
    {
        using var a = Model(1);
        using var b = Model(1);
        double first = a.Evaluate(X, Y, verbose: 0)["loss"];
        for (int i = 0; i < 15; i++)
        {
            a.Fit(X, Y, batchSize: 4, verbose: 0);
            b.Fit(X, Y, batchSize: 4, verbose: 0);
        }

        Assert.True(a.Evaluate(X, Y, verbose: 0)["loss"] < 0.8 * first);
        Elements.AssertClose(ByHand(a, 1), a.Predict(X).ToFlat(), 1e-6, "a");
        Elements.AssertClose(ByHand(b, 1), b.Predict(X).ToFlat(), 1e-6, "b");
        Assert.Equal(45, a.Optimizer.Iterations);
    }

    [Fact]
    public void DisposingOneLeavesTheOtherAsItIs()
    {
        var a = Model(1);
        using var b = Model(2);
        a.Fit(X, Y, epochs: 3, verbose: 0);
        float[] before = b.Predict(X).ToFlat();
        a.Dispose();

        Assert.Equal(before, b.Predict(X).ToFlat());
        Assert.Throws<ObjectDisposedException>(() => a.Predict(X));
        Assert.Throws<ObjectDisposedException>(() => a.Fit(X, Y));
    }

    [Fact]
    public void ALayerUsedTwiceIsTrainedByBothUses()
    {
        var layer = new Dense(3, useBias: false, kernelInitializer: "identity");
        using var twice = new TwiceModel(layer);
        twice.Compile(new SGD(0.01), "mse");
        float[,] y = Elements.Rows(12, 3, phase: 1);
        twice.Fit(X, y, batchSize: 12, verbose: 0, shuffle: false);

        // With K the identity, the prediction x K K is x, and dL/dK is x' e K' + K' x' e = 2 x' e for e the slope at the output.
        float[] expected = new float[9];
        for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
        {
            double slope = Enumerable.Range(0, 12).Sum(n => X[n, i] * 2 * (X[n, k] - y[n, k]) / 36);
            expected[3 * i + k] = (float)((i == k ? 1 : 0) - 0.01 * 2 * slope);
        }
        Assert.Single(twice.Weights);
        Elements.AssertClose(expected, layer.Kernel!.GetValue().ToFlat(), 1e-6, "the kernel");
    }

    private Sequential Model(int units)
    {
        var model = new Sequential([new Input(3), _shared, new Dense(units, kernelInitializer: Fixed())]);
        model.Compile(new Adam(0.02), "mse");
        return model;
    }

    // The same in each run: how far a loss falls must not hang on chance.
    private static Initializer Fixed() =>
        Initializer.From(shape => Elements.Wave((int)shape.Aggregate(1L, (product, d) => product * d)));

    private static double[] ByHand(Sequential model, int units)
    {
        float[][] w = model.Snapshot();
        var result = new double[12 * units];
        for (int n = 0; n < 12; n++)
        {
            double[] hidden =
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(j =>
                        Math.Tanh(w[1][j] + Enumerable.Range(0, 3).Sum(i => (double)X[n, i] * w[0][4 * i + j]))
                    ),
            ];
            for (int k = 0; k < units; k++)
                result[n * units + k] = w[3][k] + hidden.Select((h, j) => h * w[2][units * j + k]).Sum();
        }
        return result;
    }

    private sealed class TwiceModel(Dense layer) : Model
    {
        public override IReadOnlyList<InputSpec> Inputs =>
            [new("x", Onnx.Graphs.ElementType.Float32, new(Onnx.Graphs.Dim.Batch, 3))];

        public override IReadOnlyList<string> OutputNames => ["y"];

        public override IReadOnlyList<Layer> Layers => [layer];

        protected override SymbolicTensor Call(CallContext context, SymbolicTensor x) =>
            layer.Invoke(context, layer.Invoke(context, x));
    }
}

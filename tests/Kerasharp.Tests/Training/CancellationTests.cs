using System.Diagnostics;
using Kerasharp.Callbacks;
using Kerasharp.Initializers;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Training;

/// <summary>A token ends training between two steps and leaves a model that goes on working.</summary>
public sealed class CancellationTests
{
    private static readonly float[,] X = new float[64, 4];
    private static readonly int[] Y = new int[64];

    static CancellationTests()
    {
        for (int n = 0; n < 64; n++)
        {
            Y[n] = n % 3;
            for (int i = 0; i < 4; i++)
                X[n, i] = i == Y[n] ? 1 : (n * 5 + i) % 7 / 10f;
        }
    }

    [Fact]
    public void FitEndsSoonAndTheModelGoesOn()
    {
        using var model = Make();
        using var source = new CancellationTokenSource();
        var begun = new ManualResetEventSlim();
        var callback = new LambdaCallback(onTrainBatchEnd: (_, _) => begun.Set());
        long cancelled = 0;
        var other = new Thread(() =>
        {
            begun.Wait();
            Thread.Sleep(50);
            cancelled = Stopwatch.GetTimestamp();
            source.Cancel();
        });
        other.Start();

        var error = Assert.ThrowsAny<OperationCanceledException>(() =>
            model.Fit(
                X,
                Y,
                batchSize: 8,
                epochs: int.MaxValue,
                verbose: 0,
                callbacks: [callback],
                cancellationToken: source.Token
            )
        );

        other.Join();
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.True(Stopwatch.GetElapsedTime(cancelled) < TimeSpan.FromSeconds(5));
        CheckGoesOn(model);
    }

    [Fact]
    public void WeightsAreThoseOfTheLastFinishedStep()
    {
        using var model = Make();
        using var source = new CancellationTokenSource();
        float[] last = [];
        var callback = new LambdaCallback(
            onTrainBatchEnd: (batch, _) =>
            {
                last = Weights(model);
                if (batch == 5)
                    source.Cancel();
            }
        );

        Assert.ThrowsAny<OperationCanceledException>(() =>
            model.Fit(X, Y, batchSize: 8, epochs: 3, verbose: 0, callbacks: [callback], cancellationToken: source.Token)
        );

        Assert.Equal(last, Weights(model));
        CheckGoesOn(model);
    }

    [Fact]
    public void EvaluateAndPredictEndToo()
    {
        using var model = Make();
        var token = new CancellationToken(canceled: true);

        Assert.ThrowsAny<OperationCanceledException>(() => model.Evaluate(X, Y, verbose: 0, cancellationToken: token));
        Assert.ThrowsAny<OperationCanceledException>(() => model.Predict(X, cancellationToken: token));
        CheckGoesOn(model);
    }

    private static Sequential Make()
    {
        var model = new Sequential([
            new Input(4),
            new Dense(16, activation: "relu", kernelInitializer: new GlorotUniform(seed: 1)),
            new Dropout(0.1),
            new Dense(3, activation: "softmax", kernelInitializer: new GlorotUniform(seed: 2)),
        ]);
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy");
        return model;
    }

    private static void CheckGoesOn(Sequential model)
    {
        double before = model.Evaluate(X, Y, verbose: 0)["loss"];
        model.Fit(X, Y, batchSize: 8, epochs: 10, verbose: 0);
        Assert.True(model.Evaluate(X, Y, verbose: 0)["loss"] < before);
        Assert.All(model.Predict(X).ToArray().Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-5f));
    }

    private static float[] Weights(Sequential model) => [.. model.GetWeights().SelectMany(w => w)];
}

using System.Collections.Concurrent;
using Kerasharp.Callbacks;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Models;

/// <summary>Predict may be called from several threads, while the model trains too.</summary>
public sealed class ConcurrentPredictTests
{
    private const int Threads = 4;

    // More than processors, so that threads are interrupted anywhere.
    private const int ManyThreads = 16;

    // Large enough that several threads update the weight, each a part of it.
    private const int Width = 65536;

    /// <summary>
    /// All elements of the model's one weight are equal before and after every step, and its output for the number 1 is the weight
    /// itself. An answer whose elements differ was read in the middle of a step.
    /// </summary>
    [Theory]
    [InlineData("adam")]
    [InlineData("sgd")]
    public async Task EveryAnswerIsThatOfAFinishedStep(string optimizer)
    {
        using var model = new Sequential([new Input(1), new Dense(Width, useBias: false, kernelInitializer: "ones")]);
        model.Compile(optimizer: optimizer == "adam" ? new Adam(0.001) : new SGD(50), loss: "mse");
        float[,] x =
        {
            { 1 },
        };
        var y = new float[1, Width];

        // The weight after each step, in order; an answer may be one that is on its way into the list.
        var finished = new List<float> { 1 };
        var steps = new LambdaCallback(
            onTrainBatchEnd: (_, _) =>
            {
                finished.Add(Assert.Single(model.Predict(x).Distinct()));
            }
        );
        var answers = new ConcurrentBag<List<float>>();
        using var done = new CancellationTokenSource();
        var threads = Task.WhenAll(
            Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(Ask, TaskCreationOptions.LongRunning))
        );
        while (answers.Count < Threads && !threads.IsCompleted)
            Thread.Yield();
        model.Fit(x, y, batchSize: 1, epochs: 400, verbose: 0, callbacks: [steps]);
        await done.CancelAsync();
        await threads;

        Assert.Equal(401, finished.Count);
        Assert.Equal(401, finished.Distinct().Count());
        var order = finished.Index().ToDictionary(f => f.Item, f => f.Index);
        foreach (var thread in answers)
        {
            // Nobody sees the weight grow young again.
            int[] seen = [.. thread.Select(answer => order[answer])];
            Assert.Equal(seen.Order(), seen);
        }
        Assert.True(answers.Sum(a => a.Distinct().Count()) > 20, "Too few answers came while the model was training.");

        void Ask()
        {
            var mine = new List<float>();
            answers.Add(mine);
            while (!done.IsCancellationRequested)
            {
                float[] answer = [.. model.Predict(x)];
                Assert.Equal(Width, answer.Length);
                Assert.True(answer.AsSpan().IndexOfAnyExcept(answer[0]) < 0, "The elements of an answer differ.");
                mine.Add(answer[0]);
            }
        }
    }

    /// <summary>More sizes of batches at a time than a model keeps programs for.</summary>
    [Fact]
    public async Task ManySizesAtOnceGiveTheRightAnswers()
    {
        using var model = new Sequential([new Input(3), new Dense(5, activation: "softmax")]);
        var expected = new float[40, 5];
        var x = new float[40, 3];
        for (int n = 0; n < 40; n++)
        {
            for (int i = 0; i < 3; i++)
                x[n, i] = (n * 7 + i * 3) % 11 / 11f;
            float[] row =
            [
                .. model.Predict(
                    new float[,]
                    {
                        { x[n, 0], x[n, 1], x[n, 2] },
                    }
                ),
            ];
            for (int j = 0; j < 5; j++)
                expected[n, j] = row[j];
        }

        await Task.WhenAll(
            Enumerable
                .Range(0, ManyThreads)
                .Select(thread => Task.Factory.StartNew(() => Ask(thread), TaskCreationOptions.LongRunning))
        );

        void Ask(int thread)
        {
            for (int round = 0; round < 50; round++)
            {
                // 40 rows in batches of a size, and a rest of another.
                int size = 1 + (round * 5 + thread * 3) % 23;
                float[] answer = [.. model.Predict(x, batchSize: size)];
                for (int n = 0; n < 40; n++)
                for (int j = 0; j < 5; j++)
                    Assert.Equal(expected[n, j], answer[n * 5 + j], 1e-5f);
            }
        }
    }

    /// <summary>A model without an Input learns what it takes from the first arrays; its weights are made once, whoever comes first.</summary>
    [Fact]
    public async Task FirstCallsAtOnceMakeTheWeightsOnce()
    {
        for (int round = 0; round < 20; round++)
        {
            using var model = new Sequential([
                new Dense(16, activation: "relu"),
                new Dense(16, activation: "relu"),
                new Dense(4),
            ]);
            float[,] x =
            {
                { 1, 2, 3 },
            };
            using var start = new Barrier(Threads);
            float[][] answers = await Task.WhenAll(
                Enumerable
                    .Range(0, Threads)
                    .Select(_ =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                start.SignalAndWait();
                                return model.Predict(x).ToArray();
                            },
                            TaskCreationOptions.LongRunning
                        )
                    )
            );

            Assert.Equal(6, model.Weights.Count);
            float[] now = model.Predict(x).ToArray();
            Assert.All(answers, answer => Assert.Equal(now, answer));
        }
    }
}

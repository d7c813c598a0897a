using Kerasharp.Callbacks;
using Kerasharp.Initializers;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Training;

/// <summary>A callback may evaluate in batches of more sizes than a model keeps steps for, while its own step is one of them.</summary>
public sealed class StepEvictionTests
{
    [Fact]
    public void EvaluationsOfManySizesWithinAnEpochChangeNothing()
    {
        float[,] x = new float[24, 3];
        float[,] y = new float[24, 1];
        for (int n = 0; n < 24; n++)
        {
            for (int i = 0; i < 3; i++)
                x[n, i] = (n * 5 + i * 2) % 9 / 9f;
            y[n, 0] = x[n, 0] - x[n, 2];
        }

        float[] plain = Train(null);
        float[] evaluated = Train(model =>
        {
            for (int size = 1; size <= 12; size++)
                model.Evaluate(x, y, batchSize: size, verbose: 0);
        });

        Assert.Equal(plain, evaluated);

        float[] Train(Action<Model>? between)
        {
            using var model = new Sequential([
                new Input(3),
                new Dense(8, activation: "tanh", kernelInitializer: new GlorotUniform(seed: 1)),
                new Dense(1, kernelInitializer: new GlorotUniform(seed: 2)),
            ]);
            model.Compile(optimizer: "adam", loss: "mse");
            var callback = new LambdaCallback(onTrainBatchEnd: (_, _) => between?.Invoke(model));
            model.Fit(x, y, batchSize: 8, epochs: 2, verbose: 0, shuffle: false, callbacks: [callback]);
            return [.. model.GetWeights().SelectMany(w => w)];
        }
    }
}

using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>
/// One neuron: price = w * rooms + b. First by hand, gradient descent in a loop; then the same by Fit, in batches of all examples: the
/// numbers agree.
/// </summary>
internal static class Perceptron
{
    public static void Run(bool quick)
    {
        var (train, _) = BostonHousing.Load();
        int rm = BostonHousing.FeatureNames.ToList().IndexOf("RM");
        int n = train.Count;
        var rooms = new float[n, 1];
        var prices = new float[n, 1];
        for (int i = 0; i < n; i++)
        {
            rooms[i, 0] = train.X[i, rm] - 6.3f; // centred: descent goes straighter
            prices[i, 0] = train.Y[i];
        }
        int steps = quick ? 20 : 200;
        const double rate = 0.1;

        // By hand: the derivatives of the mean of (w x + b - y)^2.
        double w = 0;
        double b = 0;
        for (int step = 0; step < steps; step++)
        {
            double dw = 0;
            double db = 0;
            for (int i = 0; i < n; i++)
            {
                double error = w * rooms[i, 0] + b - prices[i, 0];
                dw += 2 * error * rooms[i, 0] / n;
                db += 2 * error / n;
            }
            w -= rate * dw;
            b -= rate * db;
        }
        Console.WriteLine(FormattableString.Invariant($"by hand: price = {w:F4} * (rooms - 6.3) + {b:F4}"));

        using var model = new Sequential([new Input(1), new Dense(1, kernelInitializer: "zeros")]);
        model.Compile(new SGD(rate), loss: "mean_squared_error");
        var history = model.Fit(rooms, prices, batchSize: n, epochs: steps, verbose: 0);
        var weights = model.GetWeights();
        Console.WriteLine(
            FormattableString.Invariant($"by Fit:  price = {weights[0][0, 0]:F4} * (rooms - 6.3) + {weights[1][0]:F4}")
        );
        Console.WriteLine(
            FormattableString.Invariant(
                $"mean squared error: {history["loss"][0]:F2} at first, {history["loss"][^1]:F2} at last"
            )
        );
        if (Math.Abs(w - weights[0][0, 0]) > 1e-2)
            throw new InvalidOperationException("By hand and by Fit differ.");
    }
}

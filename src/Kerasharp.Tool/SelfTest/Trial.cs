using System.Diagnostics;
using Kerasharp.Data;
using Kerasharp.Losses;
using Kerasharp.Optimizers;
using Kerasharp.Workloads;

namespace Kerasharp.Tool.SelfTest;

/// <summary>What came of training a workload on a device.</summary>
/// <param name="Losses">The loss of each step.</param>
/// <param name="Weights">The weights at the end.</param>
/// <param name="FirstMilliseconds">How long the first step took, which makes the program.</param>
/// <param name="Milliseconds">How long a step took among many.</param>
/// <param name="Fallbacks">How many nodes of the step the device left to the processor.</param>
internal sealed record Trial(
    double[] Losses,
    float[] Weights,
    double FirstMilliseconds,
    double Milliseconds,
    int Fallbacks
)
{
    private const int Seed = 1;
    private const double LongestTiming = 2000;

    // What comes out of a layer is then off by about as much as where its thousand terms are added one after the other: enough to open or
    // close a few of a Relu's gates.
    private const float Disturbance = 1e-5f;

    /// <summary>Trains from the same first weights on the same data, whatever the device; then again for the time.</summary>
    /// <param name="workload">What is trained.</param>
    /// <param name="device">Where.</param>
    /// <param name="steps">How many steps are compared.</param>
    /// <param name="disturbed">Whether the first weights are off by some hundred-thousandths, to see what the training makes of that; no time is taken then.</param>
    public static Trial Run(Workload workload, Device device, int steps, bool disturbed = false)
    {
        Utils.SetRandomSeed(Seed);
        using var model = workload.Model();
        if (disturbed)
            Disturb(model);
        model.Compile(new Adam(), new SparseCategoricalCrossentropy(fromLogits: true), device: device);
        // As many batches as the benchmarks use: what the model has seen it sees again.
        (TensorData X, int[] Y)[] batches =
        [
            .. Enumerable.Range(0, Math.Min(steps, workload.Steps)).Select(i => workload.Data(workload.Batch, i)),
        ];
        var losses = new double[steps];
        double total = 0;
        double first = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
        {
            var (x, y) = batches[i % batches.Length];
            // The mean of all steps so far, in double precision.
            double sum = model.TrainOnBatch(x, y)["loss"] * (i + 1);
            losses[i] = sum - total;
            total = sum;
            if (i == 0)
                first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        double rest = (Stopwatch.GetElapsedTime(start).TotalMilliseconds - first) / Math.Max(1, steps - 1);
        float[] weights = [.. model.GetWeights().SelectMany(w => w)];
        int fallbacks = model.Placement().Fallbacks.Count();
        double time = disturbed ? rest : Time(model, workload, steps, rest);
        return new Trial(losses, weights, first, time, fallbacks);
    }

    private static void Disturb(Model model)
    {
        var random = new Random(Seed);
        var weights = model.GetWeights();
        foreach (var weight in weights)
        {
            float[] elements = [.. weight];
            for (int i = 0; i < elements.Length; i++)
                elements[i] *= 1 + Disturbance * (2 * random.NextSingle() - 1);
            System.Numerics.Tensors.Tensor.Create(elements, weight.Lengths).CopyTo(weight);
        }
        model.SetWeights(weights);
    }

    /// <summary>A step's time in Fit, where nobody looks at the losses; without the time for it, that of the steps before.</summary>
    private static double Time(Model model, Workload workload, int steps, double guess)
    {
        int count = (int)Math.Min(steps, LongestTiming / Math.Max(guess, 0.01));
        if (count < 2)
            return guess;
        var (x, y) = workload.Data(workload.Batch * Math.Min(count, workload.Steps), seed: 0);
        int epochs = Math.Max(1, count / workload.Steps);
        long start = Stopwatch.GetTimestamp();
        model.Fit(x, y, batchSize: workload.Batch, epochs: epochs, shuffle: false, verbose: 0);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / (epochs * Math.Min(count, workload.Steps));
    }
}

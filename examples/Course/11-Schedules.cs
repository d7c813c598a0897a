using Kerasharp;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Looking;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>
/// Stochastic gradient descent on a problem whose answer is known: y = x w* + noise. At a constant rate the weights come near w* fast, and
/// then jitter at a distance that the rate decides. At a rate that falls as 1/k the squared distance falls as 1/k, to the end: no method
/// can do better from as many examples. Theory says each of these numbers, and they are compared with it.
/// </summary>
internal static class Schedules
{
    private const int Inputs = 10;
    private const int BatchSize = 4;
    private const int Runs = 64;

    /// <summary>A schedule of one's own: a formula of the step.</summary>
    private sealed class OverRoot(double rate) : LearningRateSchedule
    {
        public override SymbolicTensor Call(SymbolicTensor step) => rate / Ops.Sqrt(step + 1);
    }

    public static void Run(bool quick)
    {
        int steps = quick ? 1_000 : 20_000;
        // Each with the same formula as a function, for the theory. The rate 0.5 / (k + 5) is 1 / curvature / (k + 5): the curvature is 2.
        (string Name, LearningRateOrSchedule Rate, Func<int, double> Formula)[] trials =
        [
            ("constant 0.02", 0.02, k => 0.02),
            ("constant 0.002", 0.002, k => 0.002),
            ("0.1 / √(k+1)", new OverRoot(0.1), k => 0.1 / Math.Sqrt(k + 1)),
            ("0.5 / (k+5)", new InverseTimeDecay(0.1, decaySteps: 5, decayRate: 1), k => 0.5 / (k + 5)),
            (
                "cosine from 0.05",
                new CosineDecay(0.05, decaySteps: steps),
                k => 0.025 * (1 + Math.Cos(Math.PI * k / steps))
            ),
        ];

        // Every example is new, and seen once. The answer w* is 1 for all inputs. Each of the columns of y has noise of its own, and a unit
        // of the network learns it: that makes 64 runs in one.
        var random = new Random(1);
        var x = new float[steps * BatchSize, Inputs];
        var y = new float[steps * BatchSize, Runs];
        for (int i = 0; i < steps * BatchSize; i++)
        {
            float answer = 0;
            for (int j = 0; j < Inputs; j++)
                answer += x[i, j] = Normal(random);
            for (int r = 0; r < Runs; r++)
                y[i, r] = answer + Normal(random);
        }

        var lines = new List<Series>();
        Console.WriteLine("rate               mean squared distance to w*   in theory   slope   in theory");
        foreach (var (name, rate, formula) in trials)
        {
            var points = Train(x, y, rate, steps);
            var theory = Theory(formula, steps);
            var expected = points.Select(p => (p.X, theory[(int)p.X])).ToList();
            int late = steps / 20; // the slope is that of the last 95 %
            lines.Add(new Series(name, points));
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{name, -16}   {points[^1].Y, 27:E2}   {theory[steps], 9:E2}   {Slope(points, late), 5:F2}   {Slope(expected, late), 9:F2}"
                )
            );
        }
        Console.WriteLine(
            FormattableString.Invariant(
                $"At ten times the constant rate w* is missed by {lines[0].Points[^1].Y / lines[1].Points[^1].Y:F1} times the squared distance."
            )
        );
        Charts.Lines(
            "schedules.svg",
            [
                .. lines,
                Series.Of("least possible: slope -1", k => (double)Inputs / (BatchSize * k), 10, steps, logX: true),
            ],
            title: "How stochastic gradient descent converges",
            xLabel: "step k",
            yLabel: "mean squared distance to w*",
            logX: true,
            logY: true
        );
        Console.WriteLine("schedules.svg was written.");
    }

    /// <summary>The mean squared distance to w* after 1, 2, 3, 4, 5, 6, 8, … steps.</summary>
    private static List<(double X, double Y)> Train(float[,] x, float[,] y, LearningRateOrSchedule rate, int steps)
    {
        using var model = new Sequential([
            new Input(Inputs),
            new Dense(Runs, useBias: false, kernelInitializer: new Zeros()),
        ]);
        // The sum over the units, so that each has the gradient that it would have alone.
        model.Compile(new SGD(rate), loss: (Func<SymbolicTensor, SymbolicTensor, SymbolicTensor>)SumOfSquares);
        var points = new List<(double, double)>();
        for (int done = 0, next; done < steps; done = next)
        {
            next = Math.Min(steps, Math.Max(done + 1, (int)(done * 1.2)));
            model.Fit(Rows(x, done, next), Rows(y, done, next), batchSize: BatchSize, shuffle: false, verbose: 0);
            double distance = 0;
            foreach (float w in model.GetWeights()[0])
                distance += (w - 1) * (w - 1) / Runs;
            points.Add((next, distance));
        }
        return points;
    }

    private static SymbolicTensor SumOfSquares(SymbolicTensor truth, SymbolicTensor guess) =>
        Ops.Sum(Ops.Square(guess - truth), axis: -1);

    /// <summary>
    /// What theory says for each step: with inputs of variance 1, a step of rate a makes the squared distance, in the mean,
    /// 1 - 4 a + 4 a² (1 + (inputs + 1) / batch) times as great, and adds 4 a² inputs / batch for the noise.
    /// </summary>
    private static double[] Theory(Func<int, double> rate, int steps)
    {
        var distance = new double[steps + 1];
        distance[0] = Inputs;
        for (int k = 0; k < steps; k++)
        {
            double a = rate(k);
            double factor = 1 - 4 * a + 4 * a * a * (1 + (Inputs + 1.0) / BatchSize);
            distance[k + 1] = factor * distance[k] + 4 * a * a * Inputs / BatchSize;
        }
        return distance;
    }

    /// <summary>The slope of the straight line through the points from a step on, in logarithms: least squares.</summary>
    private static double Slope(List<(double X, double Y)> points, int from)
    {
        var logs = points.Where(p => p.X >= from).Select(p => (X: Math.Log(p.X), Y: Math.Log(p.Y))).ToList();
        double x = logs.Average(p => p.X);
        double y = logs.Average(p => p.Y);
        return logs.Sum(p => (p.X - x) * (p.Y - y)) / logs.Sum(p => (p.X - x) * (p.X - x));
    }

    private static float[,] Rows(float[,] all, int from, int to)
    {
        int columns = all.GetLength(1);
        var rows = new float[(to - from) * BatchSize, columns];
        Array.Copy(all, from * BatchSize * columns, rows, 0, rows.Length);
        return rows;
    }

    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}

using Kerasharp;
using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Looking;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>
/// What comes next month, what tomorrow? Networks see a window of the past and tell the change from its last value. They must beat who
/// says that all stays as it is, or as it was a year ago, and are judged on the end of the series, which nothing before has looked at.
/// Not each simple forecast is beaten: who lets passengers change from month to month as they did a year ago does better than the networks.
/// </summary>
internal static class Forecasting
{
    /// <param name="Name">What is told.</param>
    /// <param name="File">The series.</param>
    /// <param name="Grows">Whether it grows by percentages: then logarithms grow evenly, and their changes stay alike.</param>
    /// <param name="Window">How many steps a network sees.</param>
    /// <param name="Year">How many steps make a year.</param>
    /// <param name="Judged">How many steps at the end are told to judge by.</param>
    /// <param name="Shown">How many of those the chart shows.</param>
    private sealed record Task(string Name, string File, bool Grows, int Window, int Year, int Judged, int Shown);

    private static readonly Task[] Tasks =
    [
        new("passengers", "airline-passengers.csv", true, Window: 12, Year: 12, Judged: 36, Shown: 36),
        new("temperatures", "daily-min-temperatures.csv", false, Window: 20, Year: 365, Judged: 730, Shown: 90),
    ];

    private static readonly (string Name, Func<Layer[]> Layers)[] Networks =
    [
        ("dense layers", () => [new Flatten(), new Dense(16, activation: "relu")]),
        (
            "convolutions",
            () => [new Conv1D(16, 3, activation: "relu"), new Conv1D(16, 3, activation: "relu"), new Flatten()]
        ),
        ("LSTM", () => [new LSTM(16)]),
        ("GRU", () => [new GRU(16)]),
    ];

    public static void Run(bool quick)
    {
        string data = Environment.GetEnvironmentVariable("KERASHARP_DATA") ?? "data";
        foreach (var task in Tasks)
            Forecast(task, TimeSeriesFile.Read(Path.Combine(data, "timeseries", task.File)), quick);
    }

    private static void Forecast(Task task, TimeSeries series, bool quick)
    {
        double[] values = [.. series.Values.Select(v => (double)v)];
        int known = values.Length - task.Judged;
        double[] levels = task.Grows ? [.. values.Select(v => Math.Log(v))] : values;
        double[] changes = [0, .. levels.Skip(1).Zip(levels, (next, last) => next - last)];

        // What grows is seen by its changes, since levels to come lie outside of all that was; what always comes back, by its levels.
        // The scale is taken from the part before the one to judge by.
        float[] seen = Scaled(task.Grows ? changes : levels, known, out _);
        float[] told = Scaled(changes, known, out var scale);
        // Window i sees steps i to i + Window - 1, and its target is the change that follows.
        var windows = Dataset
            .TimeSeries(Column(seen[..^1]), told[task.Window..], task.Window)
            .Batch(values.Length)
            .Single();
        int learnt = known - task.Window;
        // The last fifth of what may be learnt from says when to stop.
        int left = learnt * 4 / 5;
        var (x, y) = (windows.X[0].ToTensor<float>(), windows.Y![0].ToArray<float>());

        Console.WriteLine(
            $"{task.Name}: {values.Length} steps, {task.Judged} to judge by, from {series.Times[known]} on; mean absolute errors"
        );
        double[] truth = values[known..];
        Say("as the step before", values[(known - 1)..^1]);
        Say("as a year before", values[(known - task.Year)..^task.Year]);

        double[] yearly = [.. Enumerable.Range(known, task.Judged).Select(t => levels[t - 1] + changes[t - task.Year])];
        Say("changing as then", task.Grows ? [.. yearly.Select(v => Math.Exp(v))] : yearly);

        var lines = new List<Series> { Line("truth", truth) };
        foreach (var (name, layers) in Networks)
        {
            double[][] forecasts =
            [
                .. Enumerable
                    .Range(1, quick ? 1 : 3)
                    .Select(seed =>
                    {
                        Utils.SetRandomSeed(seed);
                        using var model = new Sequential([new Input(task.Window, 1), .. layers(), new Dense(1)]);
                        model.Compile(new Adam(0.003), loss: "mae");
                        model.Fit(
                            x[..left, .., ..],
                            y[..left],
                            batchSize: 16,
                            epochs: quick ? 2 : 200,
                            validationData: (x[left..learnt, .., ..], y[left..learnt]),
                            callbacks: [new EarlyStopping(patience: 20, restoreBestWeights: true)],
                            verbose: 0
                        );
                        var change = model.Predict(x[learnt.., .., ..]);
                        return Enumerable
                            .Range(0, task.Judged)
                            .Select(i => Next(levels[known + i - 1], change[i, 0]))
                            .ToArray();
                    }),
            ];
            Say(name, forecasts);
            lines.Add(Line(name, forecasts[0]));
        }
        Charts.Lines(
            $"forecast-{task.Name}.svg",
            lines,
            xLabel: $"steps from {series.Times[known]} on",
            yLabel: task.Name
        );

        double Next(double level, float change)
        {
            double next = level + change * scale.Deviation + scale.Mean;
            return task.Grows ? Math.Exp(next) : next;
        }

        Series Line(string name, double[] forecast) => new(name, forecast.Take(task.Shown));

        void Say(string name, params double[][] forecasts)
        {
            double[] errors = [.. forecasts.Select(f => f.Zip(truth, (a, b) => Math.Abs(a - b)).Average())];
            Console.WriteLine(
                FormattableString.Invariant(
                    $"  {name, -20} {errors.Average():F2}{(errors.Length > 1 ? FormattableString.Invariant($" ({errors.Min():F2} to {errors.Max():F2})") : "")}"
                )
            );
        }
    }

    /// <summary>With the mean 0 and the deviation 1 in the first steps.</summary>
    private static float[] Scaled(double[] values, int known, out (double Mean, double Deviation) scale)
    {
        double mean = values[..known].Average();
        double deviation = Math.Sqrt(values[..known].Average(v => (v - mean) * (v - mean)));
        scale = (mean, deviation);
        return [.. values.Select(v => (float)((v - mean) / deviation))];
    }

    private static float[,] Column(float[] values)
    {
        var column = new float[values.Length, 1];
        Buffer.BlockCopy(values, 0, column, 0, values.Length * sizeof(float));
        return column;
    }
}

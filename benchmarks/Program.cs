using System.Diagnostics;
using System.Globalization;
using Kerasharp;
using Kerasharp.Benchmarks;
using Kerasharp.Losses;
using Kerasharp.Workloads;

// Trains each workload through Fit and prints a line of JSON for each: the median and the least of five timings, in milliseconds a step.
// Besides: what other measurements there are, by name.
var measurements = new Dictionary<string, Action>
{
    // how long it takes to differentiate large graphs
    [Differentiation.Name] = Differentiation.Run,
    // how fast data sets give batches, and in how much memory
    [Pipelines.Name] = Pipelines.Run,
    // what random flips and shifts cost an epoch
    [Augmentation.Name] = Augmentation.Run,
    // what metrics and callbacks cost a step
    [Overhead.Name] = Overhead.Run,
};
foreach (string name in args.Where(measurements.ContainsKey))
    measurements[name]();
var names = args.Where(name => !measurements.ContainsKey(name));
foreach (
    var workload in args.Length == 0 ? Workload.All : names.Select(name => Workload.All.Single(w => w.Name == name))
)
    Run(workload);

static void Run(Workload workload)
{
    const double WarmUp = 1000;
    Utils.SetRandomSeed(0);
    int rows = workload.Batch * workload.Steps;
    var (x, labels) = workload.Data(rows, seed: 0);
    var (first, firstLabels) = workload.Data(workload.Batch, seed: 0);

    using var model = workload.Model();
    model.Compile(optimizer: "adam", loss: new SparseCategoricalCrossentropy(fromLogits: true));
    long start = Stopwatch.GetTimestamp();
    model.Fit(first, firstLabels, batchSize: workload.Batch, verbose: 0);
    double firstTime = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    // Until the runtime's compiler has settled on the code of the loop.
    for (start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalMilliseconds < WarmUp; )
        model.Fit(x, labels, batchSize: workload.Batch, verbose: 0);

    var times = new double[5];
    for (int i = 0; i < times.Length; i++)
    {
        start = Stopwatch.GetTimestamp();
        model.Fit(x, labels, batchSize: workload.Batch, verbose: 0);
        times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds / workload.Steps;
    }
    Array.Sort(times);
    long peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"peer\": \"kerasharp\", \"workload\": \"{workload.Name}\", \"params\": {model.CountParams()}, "
                + $"\"ms_per_step\": {times[2]:0.000}, \"min\": {times[0]:0.000}, \"first_step_ms\": {firstTime:0}, \"peak_mb\": {peak}}}"
        )
    );
}

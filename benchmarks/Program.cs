using System.Globalization;
using Kerasharp.Benchmarks;
using Kerasharp.Benchmarks.Kernels;
using Kerasharp.Benchmarks.Reports;
using Kerasharp.Benchmarks.Scaling;

// What can be measured, by name; each prints lines of JSON. Names of workloads train them through Fit; without names all ten of the
// comparison are trained.
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
    // one epoch of real data
    [FashionEpoch.Name] = FashionEpoch.Run,
    // how large exported files are
    [ExportSizes.Name] = ExportSizes.Run,
};
foreach (string name in StartTimes.Names)
    measurements[name] = () => StartTimes.Run(name);
foreach (string name in Inference.Names)
    measurements[name] = () => Inference.Run(name);

try
{
    switch (args)
    {
        case ["machine"]:
            MachineLine.Print();
            return 0;
        case ["report", var kind, var path]:
            Console.Write(Report.Write(kind, path));
            return 0;
        case [KernelBench.Name, .. var operators]:
            KernelBench.Run(operators);
            return 0;
        case ["scaling", .. var series]:
            ScalingRun.Run(series);
            return 0;
        case ["scaling-point", var series, var size]:
            ScalingRun.RunPoint(series, int.Parse(size, CultureInfo.InvariantCulture));
            return 0;
    }
    var options = BenchOptions.Parse(args);
    foreach (string name in options.Names)
        if (measurements.TryGetValue(name, out var measure))
            measure();
        else
            TrainingBench.Run(options.Find(name), options);
    return 0;
}
catch (Exception error) when (error is ArgumentException or FormatException or NotSupportedException or IOException)
{
    Console.Error.WriteLine($"benchmarks: {error.Message}");
    return 2;
}

namespace Kerasharp.Benchmarks.Kernels;

/// <summary>
/// Each kernel beside its twin in standard operators, as sessions of a node: they take turns; medians of the microseconds of a run. Where the
/// host draws for the twin, it is counted.
/// </summary>
internal static class KernelBench
{
    public const string Name = "kernels";

    private const int Rounds = 11;
    private const double RoundMilliseconds = 8;
    private const double WarmUpMilliseconds = 60;

    /// <summary>Measures the kernels of some operators; all where none is named.</summary>
    public static void Run(ReadOnlySpan<string> operators)
    {
        foreach (var kernel in KernelCases.All)
            if (operators.IsEmpty || operators.Contains(kernel.Operator))
                Measure(kernel);
    }

    private static void Measure(KernelCase kernel)
    {
        var draft = kernel.Draft();
        string shapes = draft.Shapes;
        using var ours = new KernelRun(draft);
        using var twin = new KernelRun(kernel.Draft().Decomposed());
        KernelRun[] ways = [ours, twin];
        var calls = Array.ConvertAll(ways, Calls);
        var times = new List<double[]>();
        for (int round = 0; round < Rounds; round++)
            times.Add([.. ways.Select((way, i) => Repeat(way, calls[i]) / calls[i])]);
        var line = JsonLine.Of(Name);
        line["operator"] = kernel.Operator;
        line["used_in"] = kernel.UsedIn;
        line["shapes"] = shapes.Length > 0 ? shapes : $"({string.Join(", ", kernel.Sizes)})";
        line["twin_us"] = Math.Round(1000 * Timing.Median(times.Select(t => t[1])), 2);
        line["kernel_us"] = Math.Round(1000 * Timing.Median(times.Select(t => t[0])), 2);
        JsonLine.Print(line);
    }

    /// <summary>How many calls a round has; by then the runtime's compiler has settled.</summary>
    private static int Calls(KernelRun way)
    {
        int calls = 0;
        double spent = 0;
        for (; calls < 3 || spent < WarmUpMilliseconds; calls++)
            spent += Timing.Milliseconds(way.Run);
        return Math.Max(1, (int)(calls * RoundMilliseconds / spent));
    }

    private static double Repeat(KernelRun way, int calls) =>
        Timing.Milliseconds(() =>
        {
            for (int i = 0; i < calls; i++)
                way.Run();
        });
}

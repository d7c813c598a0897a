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
    private const double WarmUpMilliseconds = 20;
    private const int CallsToSettle = 60;
    private const int SettlingRounds = 3;
    private const int SettlingMilliseconds = 800;

    /// <summary>Measures the kernels of some operators; all where none is named.</summary>
    public static void Run(ReadOnlySpan<string> operators)
    {
        var chosen = operators.IsEmpty ? KernelCases.All : [.. Chosen(operators)];
        // The runtime compiles what has run often again, twice, on a thread of its own and after a while.
        for (int round = 0; round < SettlingRounds; round++)
        {
            foreach (var kernel in chosen)
                Settle(kernel);
            Thread.Sleep(SettlingMilliseconds);
        }
        foreach (var kernel in chosen)
            Measure(kernel);
    }

    private static List<KernelCase> Chosen(ReadOnlySpan<string> operators)
    {
        var chosen = new List<KernelCase>();
        foreach (string name in operators)
        {
            int before = chosen.Count;
            chosen.AddRange(KernelCases.All.Where(k => k.Operator == name));
            if (chosen.Count == before)
                throw new ArgumentException(
                    $"The kernel '{name}' was asked for; one of {string.Join(", ", KernelCases.All.Select(k => k.Operator).Distinct())} was expected. Correct the name."
                );
        }
        return chosen;
    }

    private static void Settle(KernelCase kernel)
    {
        using var run = new KernelRun(kernel.Draft());
        for (int i = 0; i < CallsToSettle; i++)
            run.Run();
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

    /// <summary>How many calls a round has.</summary>
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

using System.Globalization;

namespace Kerasharp.Tests.Processes;

/// <summary>
/// What does not depend on threads: the same bits each time for one number of them, nearly the same losses for any, and no processor's time
/// while nothing runs.
/// </summary>
public sealed class ThreadTests
{
    private const double Apart = 1e-4;
    private const string Again = " again";

    [Fact]
    public void A_number_of_threads_gives_the_same_bits_and_another_nearly_the_same_losses()
    {
        var one = Train(1);
        Assert.Equal(7, one.Count);
        foreach (int threads in (int[])[2, 4])
        foreach (var (name, losses) in Train(threads))
        {
            double off = Losses(one[name]).Zip(Losses(losses), (a, b) => Math.Abs(a - b) / a).Max();
            Assert.True(
                off <= Apart,
                FormattableString.Invariant($"{name}: losses on {threads} threads are {off} apart from those on one")
            );
        }
    }

    [Fact]
    public void The_process_is_quiet_between_calls()
    {
        string[] lines = Probe.Run(["idle"], environment: Threads(4));

        Assert.Equal(4, lines.Length);
        Assert.All(
            lines,
            line =>
                Assert.True(
                    double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) < 0.05,
                    $"after {line} of a processor is used"
                )
        );
    }

    /// <summary>What each model's hundred steps gave; the first twenty of them have given the same bits twice.</summary>
    private static Dictionary<string, string[]> Train(int threads)
    {
        var lines = Probe
            .Run(["models"], environment: Threads(threads))
            .Select(line => line.Split(": "))
            .ToDictionary(parts => parts[0], parts => parts[1].Split(' '));
        foreach (string name in lines.Keys.Where(n => !n.EndsWith(Again, StringComparison.Ordinal)).ToList())
        {
            Assert.True(lines.Remove(name + Again, out string[]? again));
            Assert.True(
                again.Length > 1 && lines[name].AsSpan().StartsWith(again),
                $"{name} on {threads} threads gave\n{string.Join(' ', lines[name])}\nand then\n{string.Join(' ', again)}"
            );
        }
        return lines;
    }

    /// <summary>Behind each loss stands a hash of the weights.</summary>
    private static IEnumerable<double> Losses(string[] lines) =>
        lines.Select(line => double.Parse(line.Split('/')[0], CultureInfo.InvariantCulture));

    private static Dictionary<string, string> Threads(int count) =>
        new() { ["KERASHARP_THREADS"] = count.ToString(CultureInfo.InvariantCulture) };
}

using System.Diagnostics;
using System.Globalization;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Processes;

/// <summary>
/// Trainings that are killed (SIGKILL) at random moments, while they save, too, and are started again until they end: each ends with the
/// numbers of one that nobody killed. KERASHARP_KILLS sets how many are killed: 200 by hand, a few with the other tests.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const string Begins = "begins";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("KERASHARP_KILLS"), CultureInfo.InvariantCulture, out int told)
            ? told
            : 6;

    [Fact]
    public void EveryKilledTrainingEndsAsOneThatWasNot()
    {
        using var folder = new TemporaryFolder();
        string[] expected = Probe.Run(["resume"]);
        var clock = Stopwatch.StartNew();
        string backup = folder["backup"];
        Assert.Equal(expected, Attempt(backup, null).Lines);
        // From the first line to the last; most of the time before it is the start of the process.
        double duration = clock.Elapsed.TotalMilliseconds;

        var random = new Random(3);
        int kills = 0;
        int finished = 0;
        int resumed = 0;
        // How often the present training is killed yet: one to three times, then it may end.
        int left = random.Next(1, 4);
        bool isOpen = false;
        // On a busy machine kills may all come before the first backup; one of them must come after it.
        for (int attempt = 0; kills < Kills || isOpen || resumed == 0; attempt++)
        {
            Assert.True(attempt < 20 * (Kills + 1), $"{kills} kills and {finished} finished in {attempt} attempts.");
            bool kill = (kills < Kills || resumed == 0) && left > 0;
            bool hadBackup = Directory.Exists(backup) && Directory.GetFiles(backup, "*.backup").Length > 0;
            var (lines, killed) = Attempt(backup, kill ? random.NextDouble() * duration * 0.6 : null);
            resumed += hadBackup ? 1 : 0;
            kills += killed ? 1 : 0;
            isOpen = killed;
            if (killed)
            {
                left--;
                continue;
            }
            finished++;
            left = random.Next(1, 4);
            Assert.Equal(expected, lines);
            Assert.False(Directory.Exists(backup));
        }
        output.WriteLine($"{kills} killed, {resumed} resumed from a backup, {finished} finished.");
    }

    /// <summary>Runs the program, and kills it so long after its first line.</summary>
    private static (string[] Lines, bool Killed) Attempt(string folder, double? delay)
    {
        using var process = Probe.Start("resume", folder);
        var errors = process.StandardError.ReadToEndAsync();
        string? first = process.StandardOutput.ReadLine();
        Assert.True(first == Begins, $"'{first}' came first. {(first is null ? errors.Result : "")}");
        var rest = process.StandardOutput.ReadToEndAsync();
        if (delay is not { } milliseconds)
            milliseconds = Limit.TotalMilliseconds;
        bool ended = process.WaitForExit(TimeSpan.FromMilliseconds(milliseconds));
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            Assert.True(delay is not null, $"A training did not end within {Limit}.");
            return ([], true);
        }
        Assert.True(process.ExitCode == 0, errors.Result);
        return ([Begins, .. rest.Result.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')], false);
    }
}

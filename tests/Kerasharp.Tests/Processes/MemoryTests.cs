using System.Globalization;

namespace Kerasharp.Tests.Processes;

/// <summary>
/// Training takes no more memory the longer it lasts, and models that are dropped leave nothing behind. Anonymous memory is counted
/// after full collections. The JIT compiles each method once there: what it takes for compiling methods that are called often a second
/// time would be counted too, some 7 MB over the first hundred models.
/// </summary>
public sealed class MemoryTests
{
    private const long FiveMegabytes = 5 * 1024;

    [Fact]
    public void EighteenThousandStepsLeaveMemoryFlat()
    {
        var (early, late) = Run("memory-steps", "step 2000", "step 20000");

        Assert.Equal(early.Native, late.Native);
        CheckGrowth(early, late);
    }

    [Fact]
    public void TwoHundredDroppedModelsLeaveMemoryFlat()
    {
        var (early, late) = Run("memory-models", "model 50", "model 200");

        Assert.Equal(early.Native, late.Native);
        CheckGrowth(early, late);
    }

    /// <summary>The sessions of a model read its weights where they lie: 128 MB of them, once.</summary>
    [Fact]
    public void SessionsShareTheWeights()
    {
        var (training, all) = Run("memory-sessions", "sessions 1", "sessions 3");

        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says how much of a process's memory is anonymous.");
        Assert.True(training.Anonymous > 128 * 1024);
        Assert.True(
            all.Anonymous - training.Anonymous < 32 * 1024,
            $"Anonymous memory went from {training.Anonymous} KB with a session for training to {all.Anonymous} KB with those for measuring and predicting; less than 32 MB of growth was expected, a quarter of the weights."
        );
    }

    private static void CheckGrowth(Sample early, Sample late)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says how much of a process's memory is anonymous.");
        Assert.True(early.Anonymous > 0);
        Assert.True(
            late.Anonymous - early.Anonymous < FiveMegabytes,
            $"Anonymous memory went from {early.Anonymous} KB to {late.Anonymous} KB; less than 5 MB of growth was expected."
        );
    }

    private static (Sample Early, Sample Late) Run(string what, string early, string late)
    {
        string[] lines = Probe.Run([what], tiered: false);
        return (Sample.Parse(lines, early), Sample.Parse(lines, late));
    }

    /// <summary>A line of the probe.</summary>
    /// <param name="Anonymous">Memory that no file backs, in KB.</param>
    /// <param name="Native">How many native objects live.</param>
    private sealed record Sample(long Anonymous, long Native)
    {
        public static Sample Parse(string[] lines, string when)
        {
            string[] words = Assert.Single(lines, l => l.StartsWith(when + " ", StringComparison.Ordinal)).Split(' ');
            return new Sample(After("anonymous"), After("native"));

            long After(string word) => long.Parse(words[Array.IndexOf(words, word) + 1], CultureInfo.InvariantCulture);
        }
    }
}

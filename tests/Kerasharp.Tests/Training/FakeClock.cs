namespace Kerasharp.Tests.Training;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class FakeClock : TimeProvider
{
    private long ticks = 1_000_000;

    // A power of two, so that the tests' binary fractions of a second are exact.
    public override long TimestampFrequency => 1 << 24;

    public override long GetTimestamp() => ticks;

    /// <summary>Moves the clock to so many seconds after its start.</summary>
    public void Set(double seconds) => ticks = 1_000_000 + (long)Math.Round(seconds * TimestampFrequency);
}

using System.Diagnostics;

namespace Kerasharp.Training;

/// <summary>
/// All that training carries on, as it lay on the host last: what is left when a device is lost. Taken at the ends of epochs where states lie
/// elsewhere, and not so often that it would take a noticeable part of the time.
/// </summary>
internal sealed class HostCopy(Trainer trainer)
{
    // An epoch's end is passed over where copying would take more than a tenth of the time.
    private const int Share = 10;

    private readonly List<(State State, long Version, byte[] Bytes)> _states = [];
    private ulong _shuffleSeed;
    private long _passes;
    private long _taken;
    private TimeSpan _cost;

    /// <summary>Whether copies are taken of what lies on the processor, too, and at each epoch's end: for tests.</summary>
    internal static AsyncLocal<bool> Always { get; } = new();

    /// <summary>After how many epochs the copy was taken; null before the first.</summary>
    public int? Epochs { get; private set; }

    /// <summary>Copies, if that is of use.</summary>
    /// <param name="epochs">How many epochs are done.</param>
    /// <param name="passes">The pass over the data with which an epoch after this would begin.</param>
    /// <param name="isFirst">Whether Fit only begins.</param>
    public void Take(int epochs, long passes, bool isFirst)
    {
        bool isDue = isFirst || Stopwatch.GetElapsedTime(_taken) > _cost * Share;
        if (!Always.Value && (trainer.Device.IsCpu || !isDue))
            return;
        (_shuffleSeed, _passes, Epochs) = (trainer.ShuffleSeed, passes, epochs);
        // What has no memory yet begins as it is made.
        var made = trainer.States().Select(s => s.State).Where(s => s.IsMade).ToArray();
        if (made.Select(s => (s, s.Version)).SequenceEqual(_states.Select(s => (s.State, s.Version))))
            return;
        long start = Stopwatch.GetTimestamp();
        _states.Clear();
        foreach (var state in made)
            _states.Add((state, state.Version, state.ReadBytes()));
        _taken = Stopwatch.GetTimestamp();
        _cost = Stopwatch.GetElapsedTime(start, _taken);
    }

    /// <summary>Sets all back to the copy, on the host; what is not in it begins anew.</summary>
    public void Restore()
    {
        var kept = _states.ToDictionary(s => s.State, s => s.Bytes);
        foreach (var (_, state) in trainer.States())
            if (state.Device != Device.Cpu || kept.ContainsKey(state))
                state.Recover(kept.GetValueOrDefault(state));
        if (Epochs is not null)
            (trainer.ShuffleSeed, trainer.Passes) = (_shuffleSeed, _passes);
    }
}

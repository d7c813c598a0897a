using System.Globalization;

namespace Kerasharp.Tool.SelfTest;

/// <summary>A workload on a device beside the same on the processor.</summary>
/// <param name="workload">The workload's name.</param>
/// <param name="processor">What the processor made of it.</param>
/// <param name="disturbed">What it made of first weights that were off by some hundred-thousandths.</param>
/// <param name="device">What the device made of it.</param>
internal sealed class Comparison(string workload, Trial processor, Trial disturbed, Trial device)
{
    // Sums in another order differ in their last bits, and some trainings make much of that: what the processor makes of as much is the measure.
    private const double Usual = 1e-3;
    private const double Chaos = 30;

    /// <summary>The heads of the table's columns.</summary>
    public static string Head =>
        $"{"workload", -12} {"loss", 18} {"losses differ", 14} {"may", 8} {"weights differ", 15} {"may", 8} {"cpu ms", 10} {"device ms", 10} {"first ms", 9} {"on cpu", 6}";

    /// <summary>How far the device is from the processor.</summary>
    public Difference Found { get; } = Difference.Between(processor, device);

    /// <summary>How far it may be.</summary>
    public Difference Allowed { get; } = Widened(Difference.Between(processor, disturbed));

    /// <summary>Whether both are as near as sums in another order allow.</summary>
    public bool IsGood => Found.Losses <= Allowed.Losses && Found.Weights <= Allowed.Weights;

    public override string ToString() =>
        string.Create(
                CultureInfo.InvariantCulture,
                $"{workload, -12} {$"{processor.Losses[0]:0.0000} to {processor.Losses[^1]:0.0000}", 18} {Found.Losses, 14:0.0e+00} {Allowed.Losses, 8:0e+00} {Found.Weights, 15:0.0e+00} {Allowed.Weights, 8:0e+00} {processor.Milliseconds, 10:0.000} {device.Milliseconds, 10:0.000} {device.FirstMilliseconds, 9:0} {device.Fallbacks, 6} {(IsGood ? "" : "  differs")}"
            )
            .TrimEnd();

    private static Difference Widened(Difference noise) =>
        new(Math.Max(Usual, Chaos * noise.Losses), Math.Max(Usual, Chaos * noise.Weights));
}

using System.Globalization;
using Kerasharp.Workloads;

namespace Kerasharp.Tool.SelfTest;

/// <summary>A workload on a device beside the same on the processor.</summary>
internal sealed class Comparison(Workload workload, Trial processor, Trial device)
{
    /// <summary>The heads of the table's columns.</summary>
    public static string Head =>
        $"{"workload", -12} {"loss", 18} {"losses differ", 14} {"weights differ", 15} {"cpu ms", 10} {"device ms", 10} {"first ms", 9} {"on cpu", 6}";

    /// <summary>The greatest difference of two losses of a step, as a part of the loss.</summary>
    public double Losses { get; } =
        processor.Losses.Zip(device.Losses, (a, b) => Part(a - b, a)).DefaultIfEmpty().Max();

    /// <summary>The norm of the weights' difference, as a part of their norm.</summary>
    public double Weights { get; } = Difference(processor.Weights, device.Weights);

    /// <summary>Whether both are as near as sums in another order allow.</summary>
    public bool IsGood
    {
        get
        {
            var (losses, weights) = Tolerance.Of(workload.Name);
            return Losses <= losses && Weights <= weights;
        }
    }

    public override string ToString() =>
        string.Create(
                CultureInfo.InvariantCulture,
                $"{workload.Name, -12} {$"{processor.Losses[0]:0.0000} to {processor.Losses[^1]:0.0000}", 18} {Losses, 14:0.0e+00} {Weights, 15:0.0e+00} {processor.Milliseconds, 10:0.000} {device.Milliseconds, 10:0.000} {device.FirstMilliseconds, 9:0} {device.Fallbacks, 6} {(IsGood ? "" : "  differs")}"
            )
            .TrimEnd();

    private static double Part(double difference, double whole) =>
        difference == 0 ? 0
        : double.IsFinite(difference) ? Math.Abs(difference) / Math.Max(Math.Abs(whole), 1e-6)
        : double.PositiveInfinity;

    private static double Difference(float[] a, float[] b)
    {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < a.Length; i++)
        {
            difference += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
            norm += (double)a[i] * a[i];
        }
        return Part(Math.Sqrt(difference), Math.Sqrt(norm));
    }
}

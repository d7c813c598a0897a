namespace Kerasharp.Tool.SelfTest;

/// <summary>
/// How far losses and weights may differ after some 50 steps. Sums in another order differ in their last bits, and some trainings make more of
/// that than others: the numbers were chosen above what two runs on the processor differ by, one with Kerasharp's kernels and one without.
/// </summary>
internal static class Tolerance
{
    private static readonly (double, double) Usual = (1e-3, 1e-3);

    private static readonly Dictionary<string, (double Losses, double Weights)> Others = [];

    public static (double Losses, double Weights) Of(string workload) => Others.GetValueOrDefault(workload, Usual);
}

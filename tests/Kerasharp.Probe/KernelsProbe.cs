using System.Numerics;
using System.Runtime.Intrinsics;
using Kerasharp.Benchmarks.Kernels;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Probe;

/// <summary>
/// Prints how wide this process's vectors are, and of each kernel whether it holds to its twin: each number within 4 units of the last place,
/// or all together no farther from the twin in float64 than twice the twin in float32.
/// </summary>
internal static class KernelsProbe
{
    private const int MostUnits = 4;

    // Of the twin's own norm.
    private const double WithoutFloat64 = 5e-7;

    public static void Run()
    {
        Console.WriteLine(
            $"vectors {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0)}"
        );
        Console.WriteLine(FormattableString.Invariant($"numbers {Vector<float>.Count}"));
        foreach (var kernel in KernelCases.All)
            Console.WriteLine($"{kernel.Operator}: {Judge(kernel)}");
    }

    private static string Judge(KernelCase kernel)
    {
        using var ours = new KernelRun(kernel.Draft(odd: true));
        var decomposed = kernel.Draft(odd: true).Decomposed();
        using var twin = new KernelRun(decomposed);
        float[][] came = ours.Results();
        float[][] expected = twin.Results();
        float[][]? wide = Wide(decomposed);
        for (int i = 0; i < came.Length; i++)
        {
            if (came[i].Length != expected[i].Length)
                return FormattableString.Invariant($"{came[i].Length} numbers in the place of {expected[i].Length}");
            if (came[i].Zip(expected[i]).All(pair => Math.Abs(Order(pair.First) - Order(pair.Second)) <= MostUnits))
                continue;
            float[] exact = wide?[i] ?? expected[i];
            double norm = Math.Sqrt(exact.Sum(e => (double)e * e));
            double off = Apart(exact, came[i]);
            double allowed = wide is null ? WithoutFloat64 * norm : 2 * Apart(exact, expected[i]) + 1e-7 * norm;
            if (!(off <= allowed))
                return FormattableString.Invariant($"output {i} is {off} of {norm} apart; {allowed} is allowed");
        }
        return "holds";
    }

    /// <summary>The twin's results in float64; null where ONNX Runtime lacks an operator of it in that type, as Erf.</summary>
    private static float[][]? Wide(KernelDraft twin)
    {
        var graph = RetypeElements.Run(
            twin.Graph,
            t => t == ElementType.Float32 ? ElementType.Float64 : t,
            keepsEnds: true
        );
        try
        {
            using var run = new KernelRun(twin, graph);
            return run.Results();
        }
        catch (OnnxRuntimeException error) when (error.Message.Contains("implementation", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static double Apart(float[] a, float[] b) =>
        Math.Sqrt(a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Sum());

    /// <summary>A number's place among all of its kind.</summary>
    private static long Order(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x);
        return bits < 0 ? int.MinValue - (long)bits : bits;
    }
}

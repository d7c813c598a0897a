using Kerasharp.Onnx.Kernels;

namespace Kerasharp.Tests.Processes;

/// <summary>
/// All kernels, by the list by which they are measured, too, hold to their twins whatever the width of vectors: processes in which wider ones
/// are switched off.
/// </summary>
public sealed class KernelWidthTests
{
    [Theory]
    [InlineData("", 512)]
    // What .NET calls it from 10 on; before, it was EnableAVX512F.
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    // What has no vectors at all, on which each operation is written out for four numbers.
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public void Kernels_hold_to_their_twins(string switchedOff, int mostBits)
    {
        string[] lines = Probe.Run(
            ["kernels"],
            environment: switchedOff.Length == 0 ? null : new() { [switchedOff] = "0" }
        );

        int bits = Number(lines[0], "vectors");
        Assert.InRange(bits, 0, mostBits);
        // Portable vectors are as wide as the widest that are switched on, and those of 512 bits are not.
        Assert.Equal(bits >= 256 ? 8 : 4, Number(lines[1], "numbers"));
        string[] named = [.. lines[2..].Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])];
        Assert.True(
            KernelDomain.Kerasharp.Operators.ToHashSet().SetEquals(named),
            $"Kernels without an entry in benchmarks/Kernels/KernelCases.cs: {string.Join(", ", KernelDomain.Kerasharp.Operators.Except(named))}; "
                + $"entries without a kernel: {string.Join(", ", named.Except(KernelDomain.Kerasharp.Operators))}."
        );
        Assert.All(lines[2..], line => Assert.EndsWith(": holds", line, StringComparison.Ordinal));
    }

    private static int Number(string line, string name)
    {
        Assert.StartsWith(name + " ", line, StringComparison.Ordinal);
        return int.Parse(line[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}

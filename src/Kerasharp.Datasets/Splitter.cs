using System.Globalization;
using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>Shuffles a data set and cuts it in two.</summary>
internal static class Splitter
{
    /// <summary>Puts the samples in the order that <paramref name="seed"/> draws; the last ones become the test part.</summary>
    /// <param name="x">All samples, one after another.</param>
    /// <param name="y">One label for each sample.</param>
    /// <param name="sampleLengths">The shape of one sample.</param>
    /// <param name="testFraction">The part of the samples to test with, above 0 and below 1.</param>
    /// <param name="seed">Draws the order.</param>
    public static DataSplit<TX, TY> Split<TX, TY>(TX[] x, TY[] y, int[] sampleLengths, double testFraction, int seed)
    {
        var testCount = double.IsFinite(testFraction) ? (int)Math.Round(y.Length * Math.Clamp(testFraction, 0, 1)) : 0;
        if (testCount < 1 || testCount >= y.Length)
            throw new ArgumentOutOfRangeException(
                nameof(testFraction),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A test fraction of {testFraction} came; expected a number between 0 and 1 that leaves each part at least one of the {y.Length} samples. Pass, say, testFraction: 0.2."
                )
            );
        var order = Permutation.Draw(y.Length, seed);
        return new(Take(order.AsSpan(..^testCount)), Take(order.AsSpan(^testCount..)));

        LabeledData<TX, TY> Take(ReadOnlySpan<int> rows)
        {
            var size = x.Length / y.Length;
            var partX = new TX[rows.Length * size];
            var partY = new TY[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                x.AsSpan(rows[i] * size, size).CopyTo(partX.AsSpan(i * size));
                partY[i] = y[rows[i]];
            }
            nint[] lengths = [rows.Length, .. sampleLengths.Select(length => (nint)length)];
            return new(Tensor.Create(partX, lengths), Tensor.Create(partY, [rows.Length]));
        }
    }
}

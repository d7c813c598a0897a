using System.Globalization;
using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>Shuffles and cuts a table as Keras does: its seed gives its samples in its order.</summary>
internal static class KerasSplit
{
    /// <summary>The seed of all of Keras's data sets.</summary>
    public const int Seed = 113;

    /// <summary>Cuts a table in two.</summary>
    /// <param name="x">The rows, one after another.</param>
    /// <param name="y">A target for each row.</param>
    /// <param name="testSplit">The part of the rows to test with, at least 0 and below 1.</param>
    /// <param name="seed">Draws the order.</param>
    public static DataSplit<float, float> Split(float[] x, float[] y, double testSplit, int seed)
    {
        var order = Order(y.Length, seed);
        var width = x.Length / y.Length;
        var cut = Cut(y.Length, testSplit);
        return new(Take(order[..cut]), Take(order[cut..]));

        LabeledData<float, float> Take(int[] rows)
        {
            var partX = new float[rows.Length * width];
            for (var i = 0; i < rows.Length; i++)
                x.AsSpan(rows[i] * width, width).CopyTo(partX.AsSpan(i * width));
            var partY = Array.ConvertAll(rows, row => y[row]);
            return new(Tensor.Create(partX, [rows.Length, width]), Tensor.Create(partY, [rows.Length]));
        }
    }

    /// <summary>The order that a seed draws.</summary>
    public static int[] Order(int count, int seed)
    {
        CheckSeed(seed);
        return new NumpyRandom((uint)seed).Order(count);
    }

    /// <summary>The number of samples of the train part.</summary>
    public static int Cut(int count, double testSplit)
    {
        CheckSplit(testSplit);
        return (int)(count * (1 - testSplit));
    }

    /// <summary>Refuses a seed that NumPy would refuse.</summary>
    public static void CheckSeed(int seed)
    {
        if (seed < 0)
            throw new ArgumentOutOfRangeException(
                nameof(seed),
                $"The seed {seed} came; expected a number from 0. Pass, say, seed: {Seed}, as Keras does."
            );
    }

    /// <summary>Refuses what is no part of a whole.</summary>
    public static void CheckSplit(double testSplit)
    {
        if (!(testSplit is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(testSplit),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A test split of {testSplit} came; expected a number of at least 0 and below 1. Pass, say, testSplit: 0.2."
                )
            );
    }
}

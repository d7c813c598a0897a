using System.Numerics.Tensors;
using Kerasharp.Data;

namespace Kerasharp.Tests;

public class UtilsDataTests
{
    [Fact]
    public void PadSequences_does_what_Keras_s_documentation_shows()
    {
        int[][] sequences =
        [
            [1],
            [2, 3],
            [4, 5, 6],
        ];
        int[] Padded(int? maxlen = null, string padding = "pre", string truncating = "pre", int? value = null) =>
            Utils.PadSequences(sequences, maxlen, padding, truncating, value).ToArray();
        Assert.Equal([0, 0, 1, 0, 2, 3, 4, 5, 6], Padded());
        Assert.Equal([-1, -1, 1, -1, 2, 3, 4, 5, 6], Padded(value: -1));
        Assert.Equal([1, 0, 0, 2, 3, 0, 4, 5, 6], Padded(padding: "post"));
        Assert.Equal([0, 1, 2, 3, 5, 6], Padded(maxlen: 2));
        Assert.Equal([0, 1, 2, 3, 4, 5], Padded(maxlen: 2, truncating: "post"));
        Assert.Equal([3, 5], Utils.PadSequences(sequences, 5).Lengths.ToArray());
        Assert.Equal(
            [0, 0.5f],
            Utils
                .PadSequences<float>(
                    [
                        [0.5f],
                    ],
                    2
                )
                .ToArray()
        );
        Assert.Throws<ArgumentException>(() => Padded(padding: "both"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Padded(maxlen: 0));
        Assert.Throws<ArgumentException>(() => Utils.PadSequences<int>([]));
        Assert.Throws<ArgumentException>(() =>
            Utils.PadSequences<int>([
                [1],
                null!,
            ])
        );
    }

    [Fact]
    public void PadSequences_of_vectors_pads_steps()
    {
        float[][,] sequences =
        [
            new float[,]
            {
                { 1, 2 },
            },
            new float[,]
            {
                { 3, 4 },
                { 5, 6 },
            },
        ];
        Assert.Equal([0, 0, 1, 2, 3, 4, 5, 6], Utils.PadSequences(sequences).ToArray());
        Assert.Equal([1, 2, 9, 9, 3, 4, 5, 6], Utils.PadSequences(sequences, padding: "post", value: 9f).ToArray());
        Assert.Equal([1, 2, 5, 6], Utils.PadSequences(sequences, 1).ToArray());
        Assert.Equal([2, 1, 2], Utils.PadSequences(sequences, 1).Lengths.ToArray().Select(l => (int)l));
        Assert.Contains(
            "A sequence of 3 features came at (1,), and one of 2 first; as many of each",
            Assert.Throws<ArgumentException>(() => Utils.PadSequences([new float[1, 2], new float[1, 3]])).Message
        );
    }

    [Fact]
    public void Normalize_divides_by_the_norm_along_an_axis()
    {
        var x = Tensor.Create(new float[] { 3, 4, 0, 0, -6, 8 }, [3, 2]);
        Close([0.6, 0.8, 0, 0, -0.6, 0.8], Utils.Normalize(x));
        Close([3 / 7.0, 4 / 7.0, 0, 0, -6 / 14.0, 8 / 14.0], Utils.Normalize(x, order: 1));
        Close([0.75, 1, 0, 0, -0.75, 1], Utils.Normalize(x, order: double.PositiveInfinity));
        double first = Math.Sqrt(45);
        double second = Math.Sqrt(80);
        Close([3 / first, 4 / second, 0, 0, -6 / first, 8 / second], Utils.Normalize(x, axis: 0));
        Close(
            [3 / Math.Cbrt(91), 4 / Math.Cbrt(91)],
            Utils.Normalize(Tensor.Create(new float[] { 3, 4 }, [2]), order: 3)
        );
        // Squares of these would be infinite.
        Close([0.6, 0.8], Utils.Normalize(Tensor.Create(new float[] { 3e30f, 4e30f }, [1, 2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.Normalize(x, axis: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.Normalize(x, order: 0));

        static void Close(double[] expected, Tensor<float> actual) =>
            Assert.All(expected.Zip(actual.ToArray()), p => Assert.Equal(p.First, p.Second, 1e-6));
    }

    [Fact]
    public void SplitDataset_cuts_once_for_all_passes()
    {
        float[] x = [.. Enumerable.Range(0, 10).Select(i => (float)i)];
        var (left, right) = Utils.SplitDataset(x, null, leftSize: 0.75);
        Assert.Equal((8, 2), ((int)left.Count!, (int)right.Count!));
        Assert.Equal([8f, 9], right.Select(s => s.X[0].ToScalar<float>()));
        (left, right) = Utils.SplitDataset(x, null, leftSize: 3, rightSize: 2);
        Assert.Equal([0f, 1, 2], left.Select(s => s.X[0].ToScalar<float>()));
        Assert.Equal([8f, 9], right.Select(s => s.X[0].ToScalar<float>()));

        // A data set that is shuffled anew in every pass must not move its elements from one part to the other.
        var shuffled = Dataset
            .FromEnumerable(() => Enumerable.Range(0, 100))
            .Shuffle(100, seed: 1)
            .Filter(i => i % 2 == 0);
        var (train, test) = Utils.SplitDataset(shuffled, rightSize: 10, shuffle: true, seed: 2);
        int[] first = [.. train];
        Assert.Equal(first, train);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => 2 * i), first.Concat(test).Order());
        Assert.Equal(
            Utils.SplitDataset(Dataset.Range(0, 9), 5, shuffle: true, seed: 3).Left,
            Utils.SplitDataset(Dataset.Range(0, 9), 5, shuffle: true, seed: 3).Left
        );

        Assert.Throws<ArgumentException>(() => Utils.SplitDataset(train));
        Assert.Throws<ArgumentException>(() => Utils.SplitDataset(train.Repeat(), 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.SplitDataset(train, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.SplitDataset(train, 41));
        Assert.Throws<ArgumentException>(() => Utils.SplitDataset(train, 40));
        Assert.Throws<ArgumentException>(() => Utils.SplitDataset(train, 30, 11));
    }
}

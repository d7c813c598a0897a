using System.Numerics.Tensors;

namespace Kerasharp.Datasets.Tests;

public class DigitsTests
{
    [Fact]
    public void Holds_the_published_numbers()
    {
        var pixels = Digits.ReadPixels();
        var labels = Digits.ReadLabels();
        Assert.Equal(1797 * 64, pixels.Length);
        Assert.Equal(561718, pixels.Sum(pixel => pixel));
        Assert.Equal(16, pixels.Max());
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], TestData.CountClasses(labels, 10));
        // The first image, a nought, as scikit-learn's documentation prints it.
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0], pixels[..16]);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], labels[..10]);
    }

    [Fact]
    public void Load_gives_images_and_classes_that_the_layers_take()
    {
        var (train, test) = Digits.Load();
        Assert.Equal([1438, 8, 8, 1], train.X.Lengths.ToArray());
        Assert.Equal([359, 8, 8, 1], test.X.Lengths.ToArray());
        Assert.Equal([1438], train.Y.Lengths.ToArray());
        Assert.Equal([359], test.Y.Lengths.ToArray());
        Assert.Equal((1438, 359), (train.Count, test.Count));

        float[] all = [.. TestData.Flat(train.X), .. TestData.Flat(test.X)];
        Assert.Equal(0f, all.Min());
        Assert.Equal(1f, all.Max());
        Assert.Equal(561718.0 / 16, all.Sum(value => (double)value));
        int[] labels = [.. TestData.Flat(train.Y), .. TestData.Flat(test.Y)];
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], TestData.CountClasses(labels, 10));
    }

    [Fact]
    public void Every_image_keeps_its_label()
    {
        var pixels = Digits.ReadPixels();
        var labels = Digits.ReadLabels();
        // Some images of the set are equal; with their labels they form a multiset, which the split must keep.
        var expected = Enumerable.Range(0, 1797).Select(i => Key(pixels[(64 * i)..(64 * (i + 1))], labels[i]));
        var (train, test) = Digits.Load(testFraction: 0.35, seed: 3);
        var actual = Keys(train).Concat(Keys(test));
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));

        static IEnumerable<string> Keys(LabeledData<float, int> part)
        {
            var x = TestData.Flat(part.X);
            var y = TestData.Flat(part.Y);
            return Enumerable
                .Range(0, part.Count)
                .Select(i => Key(Array.ConvertAll(x[(64 * i)..(64 * (i + 1))], value => (byte)(value * 16)), y[i]));
        }

        static string Key(byte[] image, int label) => Convert.ToHexString(image) + label;
    }

    [Fact]
    public void A_seed_fixes_the_split_and_another_seed_gives_another()
    {
        var first = Digits.Load(seed: 5);
        var again = Digits.Load(seed: 5);
        var other = Digits.Load(seed: 6);
        Assert.Equal(TestData.Flat(first.Train.X), TestData.Flat(again.Train.X));
        Assert.Equal(TestData.Flat(first.Test.Y), TestData.Flat(again.Test.Y));
        Assert.NotEqual(TestData.Flat(first.Test.X), TestData.Flat(other.Test.X));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.2)]
    [InlineData(20)]
    [InlineData(0.0001)]
    [InlineData(double.NaN)]
    public void Refuses_a_fraction_that_leaves_a_part_empty(double fraction)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Load(testFraction: fraction));
        Assert.Contains("between 0 and 1", error.Message);
        Assert.Contains("1797", error.Message);
    }
}

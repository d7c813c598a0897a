using System.Numerics.Tensors;
using System.Security.Cryptography;

namespace Kerasharp.Datasets.Tests;

public class MnistTests
{
    [Fact]
    public void Mnist_holds_the_published_numbers()
    {
        TestData.NeedsData("mnist");
        var (train, test) = Mnist.Load();
        AssertSet(train, 60000, 0.1307, [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
        AssertSet(test, 10000, 0.1325, [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
        Assert.Equal([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], TestData.Flat(train.Y)[..10]);
    }

    [Fact]
    public void Fashion_mnist_holds_the_published_numbers()
    {
        TestData.NeedsData("fashion-mnist");
        var (train, test) = FashionMnist.Load();
        AssertSet(train, 60000, 0.2860, [.. Enumerable.Repeat(6000, 10)]);
        AssertSet(test, 10000, 0.2868, [.. Enumerable.Repeat(1000, 10)]);
        // The first image is an ankle boot.
        Assert.Equal("Ankle boot", FashionMnist.ClassNames[train.Y[0]]);
    }

    [Theory]
    [InlineData(
        "mnist",
        "train-images-idx3-ubyte.gz",
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"
    )]
    [InlineData(
        "mnist",
        "t10k-labels-idx1-ubyte.gz",
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"
    )]
    [InlineData(
        "fashion-mnist",
        "train-images-idx3-ubyte.gz",
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"
    )]
    [InlineData(
        "fashion-mnist",
        "t10k-labels-idx1-ubyte.gz",
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"
    )]
    public void The_files_tested_with_are_the_originals(string folder, string file, string sha256)
    {
        TestData.NeedsData(folder);
        var path = Path.Combine(Environment.GetEnvironmentVariable(DatasetFolders.DataVariable)!, folder, file);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
    }

    private static void AssertSet(LabeledData<byte, byte> set, int count, double mean, int[] classes)
    {
        Assert.Equal([count, 28, 28], set.X.Lengths.ToArray());
        Assert.Equal([count], set.Y.Lengths.ToArray());
        var pixels = TestData.Flat(set.X);
        Assert.Equal((0, 255), (pixels.Min(), pixels.Max()));
        Assert.Equal(mean, pixels.Sum(pixel => (long)pixel) / 255.0 / pixels.Length, 5e-5);
        Assert.Equal(classes, TestData.CountClasses(TestData.Flat(set.Y), 10));
    }
}

namespace Kerasharp.Datasets.Tests;

public class IdxImageSetTests
{
    private const string Folder = "mnist/";

    [Fact]
    public void Reads_the_four_files_into_their_places()
    {
        using var data = new TemporaryFolder();
        var (trainX, testX) = (IdxBytes.Values(60000 * 784, 1), IdxBytes.Values(10000 * 784, 2));
        WriteLabels(data);
        data.Write(Folder + IdxImageSet.TrainImages, IdxBytes.File([60000, 28, 28], trainX));
        data.Write(Folder + IdxImageSet.TestImages, IdxBytes.File([10000, 28, 28], testX));
        var (train, test) = Mnist.Load(TestData.Store(data.Path));
        Assert.Equal([60000, 28, 28], train.X.Lengths.ToArray());
        Assert.True(trainX.AsSpan().SequenceEqual(TestData.Flat(train.X)));
        Assert.True(testX.AsSpan().SequenceEqual(TestData.Flat(test.X)));
        Assert.Equal(Labels(60000), TestData.Flat(train.Y));
        Assert.Equal(Labels(10000), TestData.Flat(test.Y));
    }

    [Fact]
    public void Refuses_another_number_of_images()
    {
        using var data = new TemporaryFolder();
        WriteLabels(data);
        data.Write(Folder + IdxImageSet.TrainImages, IdxBytes.File([3, 28, 28], new byte[3 * 784]));
        data.Write(Folder + IdxImageSet.TestImages, IdxBytes.File([3, 28, 28], new byte[3 * 784]));
        var error = Assert.Throws<DatasetFormatException>(() => Mnist.Load(TestData.Store(data.Path)));
        Assert.Contains("came the shape (3, 28, 28); expected (60000, 28, 28)", error.Message);
    }

    [Fact]
    public void Refuses_a_label_outside_the_classes()
    {
        using var data = new TemporaryFolder();
        WriteLabels(data);
        var labels = Labels(60000);
        labels[41] = 10;
        data.Write(Folder + IdxImageSet.TrainLabels, IdxBytes.File([60000], labels));
        data.Write(Folder + IdxImageSet.TrainImages, [0]);
        data.Write(Folder + IdxImageSet.TestImages, [0]);
        var error = Assert.Throws<DatasetFormatException>(() => Mnist.Load(TestData.Store(data.Path)));
        Assert.Contains("came the label 10 at place 41; expected 0 to 9", error.Message);
    }

    [Fact]
    public void Says_which_set_is_missing()
    {
        using var data = new TemporaryFolder();
        var store = TestData.Store(data.Path, data.Path);
        Assert.StartsWith("MNIST was", Assert.Throws<DatasetNotFoundException>(() => Mnist.Load(store)).Message);
        var error = Assert.Throws<DatasetNotFoundException>(() => FashionMnist.Load(store));
        Assert.StartsWith("Fashion-MNIST was", error.Message);
        Assert.Contains("train-images-idx3-ubyte.gz", error.Message);
    }

    private static void WriteLabels(TemporaryFolder data)
    {
        data.Write(Folder + IdxImageSet.TrainLabels, IdxBytes.File([60000], Labels(60000)));
        data.Write(Folder + IdxImageSet.TestLabels, IdxBytes.File([10000], Labels(10000)));
    }

    private static byte[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))];
}

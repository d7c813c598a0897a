using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>A data set of 28 x 28 grey images in ten classes, in the four idx files that MNIST brought and others copied.</summary>
internal sealed record IdxImageSet(RemoteSet Files)
{
    public const int TrainCount = 60_000;

    public const int TestCount = 10_000;

    public const int Side = 28;

    public const int ClassCount = 10;

    public const string TrainImages = "train-images-idx3-ubyte.gz";

    public const string TrainLabels = "train-labels-idx1-ubyte.gz";

    public const string TestImages = "t10k-images-idx3-ubyte.gz";

    public const string TestLabels = "t10k-labels-idx1-ubyte.gz";

    public DataSplit<byte, byte> Load(DatasetStore store, DatasetOptions? options)
    {
        var folder = store.Get(Files, options);
        return new(
            ReadPart(folder, TrainImages, TrainLabels, TrainCount),
            ReadPart(folder, TestImages, TestLabels, TestCount)
        );
    }

    private static LabeledData<byte, byte> ReadPart(string folder, string images, string labels, int count)
    {
        // Labels first: they are small, and a wrong set is told from them as well.
        var y = ReadArray(Path.Combine(folder, labels), [count]);
        var outside = y.AsSpan().IndexOfAnyInRange((byte)ClassCount, byte.MaxValue);
        if (outside >= 0)
            throw new DatasetFormatException(
                $"In {Path.Combine(folder, labels)} came the label {y[outside]} at place {outside}; expected 0 to {ClassCount - 1}. Put this set's own label file there."
            );
        var x = ReadArray(Path.Combine(folder, images), [count, Side, Side]);
        return new(Tensor.Create(x, [count, Side, Side]), Tensor.Create(y, [count]));
    }

    private static byte[] ReadArray(string path, int[] expected)
    {
        var array = IdxFile.Read(path);
        if (!array.Lengths.AsSpan().SequenceEqual(expected))
            throw new DatasetFormatException(
                $"In {path} came the shape {IdxArray.Describe(array.Lengths)}; expected {IdxArray.Describe(expected)}. Put this set's own file of that name there."
            );
        return array.Values;
    }
}

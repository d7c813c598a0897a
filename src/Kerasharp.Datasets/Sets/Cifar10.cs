namespace Kerasharp.Datasets;

/// <summary>
/// CIFAR-10: colour photographs, 50,000 to train with and 10,000 to test with, 32 x 32 pixels, ten classes
/// (Krizhevsky 2009: Learning Multiple Layers of Features from Tiny Images, https://www.cs.toronto.edu/~kriz/cifar.html).
/// Keras: <c>keras.datasets.cifar10</c>.
/// </summary>
/// <remarks>The set states no licence; its authors ask to be cited. A few of its labels are known to be wrong.</remarks>
public static class Cifar10
{
    private const string PartTrain = "data_batch_1_first4000.bin.gz";

    private const string PartTest = "test_batch_first1000.bin.gz";

    private static readonly CifarLayout Layout = new([10], Label: 0);

    private static readonly CifarArchive Archive = new(
        Layout,
        PerFile: 10_000,
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"],
        PerTest: 10_000,
        "test_batch.bin"
    );

    private static readonly RemoteSet Files = new(
        "CIFAR-10",
        "cifar-10",
        new RemoteFile(
            "cifar-10-binary.tar.gz",
            170_052_171,
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
        )
    );

    /// <summary>What each class number stands for, from 0, airplane, to 9, truck.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>
    /// Loads the set from <c>cifar-10/cifar-10-binary.tar.gz</c> in the folder that <c>KERASHARP_DATA</c> names, else from
    /// <c>datasets/cifar-10/</c> in the cache folder (<c>KERASHARP_CACHE</c>, or the user's), into which it is downloaded (170 MB) where it is missing.
    /// </summary>
    /// <param name="options">Whether and how missing files are downloaded.</param>
    /// <returns>
    /// Train and test part in the files' order; X of shape (50000, 32, 32, 3) and (10000, 32, 32, 3), red, green, blue, bytes 0..255;
    /// Y of shape (50000, 1) and (10000, 1) in 0..9 (<see cref="ClassNames"/>).
    /// </returns>
    /// <exception cref="DatasetNotFoundException">No folder holds the file, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">The file could not be downloaded.</exception>
    /// <exception cref="DatasetFormatException">The file is damaged or another file than its name says.</exception>
    /// <example><code>
    /// var (train, test) = Cifar10.Load();
    /// model.Fit(train.X, train.Y);
    /// </code></example>
    public static DataSplit<byte, byte> Load(DatasetOptions? options = null) => Load(DatasetStore.Default, options);

    /// <summary>
    /// Loads a part of the set, its first 4,000 train and 1,000 test images, from <c>cifar-10/data_batch_1_first4000.bin.gz</c> and
    /// <c>test_batch_first1000.bin.gz</c> in the folder that <c>KERASHARP_DATA</c> names, or in the cache; nobody publishes these files,
    /// they are cut from the set for short tests.
    /// </summary>
    /// <returns>As <see cref="Load(DatasetOptions?)"/>, X of shape (4000, 32, 32, 3) and (1000, 32, 32, 3), Y of shape (4000, 1) and (1000, 1).</returns>
    /// <exception cref="DatasetNotFoundException">No folder holds both files.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or another file than its name says.</exception>
    public static DataSplit<byte, byte> LoadPart() => LoadPart(DatasetStore.Default);

    internal static DataSplit<byte, byte> Load(DatasetStore store, DatasetOptions? options = null) =>
        Archive.Read(store.GetFile(Files, options));

    internal static DataSplit<byte, byte> LoadPart(DatasetStore store)
    {
        var folder = store.Folders.Find("The part of CIFAR-10", Files.Folder, [PartTrain, PartTest]);
        return new(Read(PartTrain, 4_000), Read(PartTest, 1_000));

        LabeledData<byte, byte> Read(string file, int count)
        {
            var path = Path.Combine(folder, file);
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return CifarFile.ReadGzip(stream, path, Layout, count).ToTensors();
        }
    }
}

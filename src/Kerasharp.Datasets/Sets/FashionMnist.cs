namespace Kerasharp.Datasets;

/// <summary>
/// Fashion-MNIST: pictures of clothing, 60,000 to train with and 10,000 to test with, 28 x 28 pixels, ten classes
/// (Xiao, Rasul, Vollgraf 2017, https://arxiv.org/abs/1708.07747). Keras: <c>keras.datasets.fashion_mnist</c>.
/// </summary>
/// <remarks>Zalando SE holds the copyright; licence MIT.</remarks>
public static class FashionMnist
{
    private static readonly IdxImageSet Set = new(
        new RemoteSet(
            "Fashion-MNIST",
            "fashion-mnist",
            File(
                IdxImageSet.TrainImages,
                26_421_880,
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"
            ),
            File(IdxImageSet.TrainLabels, 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            File(IdxImageSet.TestImages, 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            File(IdxImageSet.TestLabels, 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")
        )
    );

    /// <summary>What each class number stands for, from 0, T-shirt/top, to 9, Ankle boot.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>
    /// Loads the set from <c>fashion-mnist/</c> in the folder that <c>KERASHARP_DATA</c> names, else from <c>datasets/fashion-mnist/</c> in the cache folder
    /// (<c>KERASHARP_CACHE</c>, or the user's), into which it is downloaded (30.9 MB) where it is missing. The files are
    /// train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz.
    /// </summary>
    /// <param name="options">Whether and how missing files are downloaded.</param>
    /// <returns>
    /// Train and test part in the files' order; X of shape (60000, 28, 28) and (10000, 28, 28), bytes 0..255, 0 is the ground;
    /// Y of shape (60000,) and (10000,) in 0..9 (<see cref="ClassNames"/>).
    /// </returns>
    /// <exception cref="DatasetNotFoundException">No folder holds all four files, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">A file could not be downloaded.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or another file than its name says.</exception>
    /// <example><code>
    /// var (train, test) = FashionMnist.Load();
    /// Console.WriteLine(FashionMnist.ClassNames[train.Y[0]]);
    /// </code></example>
    public static DataSplit<byte, byte> Load(DatasetOptions? options = null) => Load(DatasetStore.Default, options);

    internal static DataSplit<byte, byte> Load(DatasetStore store, DatasetOptions? options = null) =>
        Set.Load(store, options);

    private static RemoteFile File(string name, long length, string sha256) =>
        new(
            name,
            length,
            sha256,
            $"{RemoteFile.KerasFolder}{name}",
            $"http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/{name}"
        );
}

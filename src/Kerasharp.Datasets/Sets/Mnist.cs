namespace Kerasharp.Datasets;

/// <summary>
/// MNIST: handwritten digits, 60,000 images to train with and 10,000 to test with, 28 x 28 pixels, ten classes
/// (LeCun, Cortes, Burges: the MNIST database of handwritten digits). Keras: <c>keras.datasets.mnist</c>.
/// </summary>
/// <remarks>Yann LeCun and Corinna Cortes hold the copyright; Keras states the licence CC BY-SA 3.0.</remarks>
public static class Mnist
{
    private static readonly IdxImageSet Set = new(
        new RemoteSet(
            "MNIST",
            "mnist",
            File(
                IdxImageSet.TrainImages,
                9_912_422,
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"
            ),
            File(IdxImageSet.TrainLabels, 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            File(IdxImageSet.TestImages, 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            File(IdxImageSet.TestLabels, 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")
        )
    );

    /// <summary>
    /// Loads the set from <c>mnist/</c> in the folder that <c>KERASHARP_DATA</c> names, else from <c>datasets/mnist/</c> in the cache folder
    /// (<c>KERASHARP_CACHE</c>, or the user's), into which it is downloaded (11.6 MB) where it is missing. The files are
    /// train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz.
    /// </summary>
    /// <param name="options">Whether and how missing files are downloaded.</param>
    /// <returns>
    /// Train and test part in the files' order; X of shape (60000, 28, 28) and (10000, 28, 28), bytes 0..255, 255 is ink;
    /// Y of shape (60000,) and (10000,) in 0..9.
    /// </returns>
    /// <exception cref="DatasetNotFoundException">No folder holds all four files, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">A file could not be downloaded.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or another file than its name says.</exception>
    /// <example><code>
    /// var (train, test) = Mnist.Load();
    /// model.Fit(train.X, train.Y);
    /// </code></example>
    public static DataSplit<byte, byte> Load(DatasetOptions? options = null) => Load(DatasetStore.Default, options);

    internal static DataSplit<byte, byte> Load(DatasetStore store, DatasetOptions? options = null) =>
        Set.Load(store, options);

    private static RemoteFile File(string name, long length, string sha256) =>
        new(
            name,
            length,
            sha256,
            $"https://ossci-datasets.s3.amazonaws.com/mnist/{name}",
            $"https://storage.googleapis.com/cvdf-datasets/mnist/{name}"
        );
}

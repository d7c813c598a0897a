namespace Kerasharp.Datasets;

/// <summary>
/// MNIST: handwritten digits, 60,000 images to train with and 10,000 to test with, 28 x 28 pixels, ten classes
/// (LeCun, Cortes, Burges: the MNIST database of handwritten digits). Keras: <c>keras.datasets.mnist</c>.
/// </summary>
public static class Mnist
{
    private static readonly IdxImageSet Set = new("MNIST", "mnist");

    /// <summary>
    /// Loads the set from <c>mnist/</c> in the folder that <c>KERASHARP_DATA</c> names, else from <c>datasets/mnist/</c> in the cache folder
    /// (<c>KERASHARP_CACHE</c>, or the user's). The files are train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,
    /// t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz.
    /// </summary>
    /// <returns>
    /// Train and test part in the files' order; X of shape (60000, 28, 28) and (10000, 28, 28), bytes 0..255, 255 is ink;
    /// Y of shape (60000,) and (10000,) in 0..9.
    /// </returns>
    /// <exception cref="DatasetNotFoundException">No folder holds all four files.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or another file than its name says.</exception>
    public static DataSplit<byte, byte> Load() => Load(DatasetFolders.Default);

    internal static DataSplit<byte, byte> Load(DatasetFolders folders) => Set.Load(folders);
}

namespace Kerasharp.Datasets;

/// <summary>
/// Fashion-MNIST: pictures of clothing, 60,000 to train with and 10,000 to test with, 28 x 28 pixels, ten classes
/// (Xiao, Rasul, Vollgraf 2017, https://arxiv.org/abs/1708.07747). Keras: <c>keras.datasets.fashion_mnist</c>.
/// </summary>
public static class FashionMnist
{
    private static readonly IdxImageSet Set = new("Fashion-MNIST", "fashion-mnist");

    /// <summary>What each class number stands for, from 0, T-shirt/top, to 9, Ankle boot.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>
    /// Loads the set from <c>fashion-mnist/</c> in the folder that <c>KERASHARP_DATA</c> names, else from <c>datasets/fashion-mnist/</c> in the cache folder
    /// (<c>KERASHARP_CACHE</c>, or the user's). The files are train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,
    /// t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz.
    /// </summary>
    /// <returns>
    /// Train and test part in the files' order; X of shape (60000, 28, 28) and (10000, 28, 28), bytes 0..255, 0 is the ground;
    /// Y of shape (60000,) and (10000,) in 0..9 (<see cref="ClassNames"/>).
    /// </returns>
    /// <exception cref="DatasetNotFoundException">No folder holds all four files.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or another file than its name says.</exception>
    public static DataSplit<byte, byte> Load() => Load(DatasetFolders.Default);

    internal static DataSplit<byte, byte> Load(DatasetFolders folders) => Set.Load(folders);
}

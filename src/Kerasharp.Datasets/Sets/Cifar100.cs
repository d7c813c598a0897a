namespace Kerasharp.Datasets;

/// <summary>
/// CIFAR-100: colour photographs, 50,000 to train with and 10,000 to test with, 32 x 32 pixels, 100 classes in 20 groups
/// (Krizhevsky 2009: Learning Multiple Layers of Features from Tiny Images, https://www.cs.toronto.edu/~kriz/cifar.html).
/// Keras: <c>keras.datasets.cifar100</c>.
/// </summary>
/// <remarks>The set states no licence; its authors ask to be cited.</remarks>
public static class Cifar100
{
    // In each record the coarse label comes first.
    private static readonly int[] Classes = [20, 100];

    private static readonly RemoteSet Files = new(
        "CIFAR-100",
        "cifar-100",
        new RemoteFile(
            "cifar-100-binary.tar.gz",
            168_513_733,
            "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
            "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"
        )
    );

    /// <summary>What each of the 100 class numbers stands for, from 0, apple, to 99, worm.</summary>
    public static IReadOnlyList<string> FineNames { get; } =
        Split(
            "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle "
                + "bowl boy bridge bus butterfly camel can castle caterpillar cattle "
                + "chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur "
                + "dolphin elephant flatfish forest fox girl hamster house kangaroo keyboard "
                + "lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain "
                + "mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree "
                + "plain plate poppy porcupine possum rabbit raccoon ray road rocket "
                + "rose sea seal shark shrew skunk skyscraper snail snake spider "
                + "squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor "
                + "train trout tulip turtle wardrobe whale willow_tree wolf woman worm"
        );

    /// <summary>What each of the 20 group numbers stands for, from 0, aquatic_mammals, to 19, vehicles_2.</summary>
    public static IReadOnlyList<string> CoarseNames { get; } =
        Split(
            "aquatic_mammals fish flowers food_containers fruit_and_vegetables household_electrical_devices household_furniture insects large_carnivores large_man-made_outdoor_things "
                + "large_natural_outdoor_scenes large_omnivores_and_herbivores medium_mammals non-insect_invertebrates people reptiles small_mammals trees vehicles_1 vehicles_2"
        );

    /// <summary>
    /// Loads the set from <c>cifar-100/cifar-100-binary.tar.gz</c> in the folder that <c>KERASHARP_DATA</c> names, else from
    /// <c>datasets/cifar-100/</c> in the cache folder (<c>KERASHARP_CACHE</c>, or the user's), into which it is downloaded (169 MB) where it is missing.
    /// </summary>
    /// <param name="labelMode">Which label each image is given.</param>
    /// <param name="options">Whether and how missing files are downloaded.</param>
    /// <returns>
    /// Train and test part in the files' order; X of shape (50000, 32, 32, 3) and (10000, 32, 32, 3), red, green, blue, bytes 0..255;
    /// Y of shape (50000, 1) and (10000, 1), in 0..99 (<see cref="FineNames"/>) or 0..19 (<see cref="CoarseNames"/>).
    /// </returns>
    /// <exception cref="DatasetNotFoundException">No folder holds the file, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">The file could not be downloaded.</exception>
    /// <exception cref="DatasetFormatException">The file is damaged or another file than its name says.</exception>
    /// <example><code>
    /// var (train, test) = Cifar100.Load(CifarLabels.Coarse);
    /// Console.WriteLine(Cifar100.CoarseNames[train.Y[0, 0]]);
    /// </code></example>
    public static DataSplit<byte, byte> Load(
        CifarLabels labelMode = CifarLabels.Fine,
        DatasetOptions? options = null
    ) => Load(DatasetStore.Default, labelMode, options);

    internal static DataSplit<byte, byte> Load(
        DatasetStore store,
        CifarLabels labelMode = CifarLabels.Fine,
        DatasetOptions? options = null
    )
    {
        if (!Enum.IsDefined(labelMode))
            throw new ArgumentOutOfRangeException(
                nameof(labelMode),
                $"The label mode {(int)labelMode} came; expected Fine or Coarse. Pass, say, CifarLabels.Fine."
            );
        var layout = new CifarLayout(Classes, labelMode == CifarLabels.Coarse ? 0 : 1);
        var archive = new CifarArchive(layout, PerFile: 50_000, ["train.bin"], PerTest: 10_000, "test.bin");
        return archive.Read(store.GetFile(Files, options));
    }

    private static string[] Split(string names) => names.Split(' ');
}

namespace Kerasharp.Datasets;

/// <summary>
/// California housing: 20,640 groups of blocks in the census of 1990 by 8 numbers, and the median value of a house in each
/// (Pace, Barry 1997: Sparse Spatial Autoregressions; StatLib). Keras: <c>keras.datasets.california_housing</c>.
/// </summary>
/// <remarks>
/// Rooms and bedrooms are means per household, which grow large where many houses stand empty. The data come from a public census; the set
/// states no licence.
/// </remarks>
public static class CaliforniaHousing
{
    private const int RowCount = 20_640;

    private const int SmallCount = 600;

    private static readonly RemoteSet Files = new(
        "California housing",
        "california-housing",
        new RemoteFile(
            "california_housing.npz",
            743_530,
            "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f",
            $"{RemoteFile.KerasFolder}california_housing.npz"
        )
    );

    /// <summary>The names of the 8 numbers of each row, as Keras's documentation lists them.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } =
    ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"];

    /// <summary>
    /// Loads the set from <c>california-housing/california_housing.npz</c> in the folder that <c>KERASHARP_DATA</c> names, else from
    /// <c>datasets/california-housing/</c> in the cache folder (<c>KERASHARP_CACHE</c>, or the user's), into which it is downloaded (0.7 MB)
    /// where it is missing.
    /// </summary>
    /// <param name="version">How much of the set.</param>
    /// <param name="testSplit">The part of the rows to test with, at least 0 and below 1.</param>
    /// <param name="seed">Draws the order, from 0; a seed gives the rows in the order that Keras gives by it.</param>
    /// <param name="options">Whether and how missing files are downloaded.</param>
    /// <returns>
    /// Train and test part; X of shape (n, 8), not scaled; Y of shape (n,), values in dollars, about 15,000..500,001.
    /// By default 16,512 and 4,128 rows.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The version, the split or the seed is out of its range.</exception>
    /// <exception cref="DatasetNotFoundException">No folder holds the file, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">The file could not be downloaded.</exception>
    /// <exception cref="DatasetFormatException">The file is damaged or another file than its name says.</exception>
    /// <example><code>
    /// var (train, test) = CaliforniaHousing.Load(HousingVersion.Small);
    /// </code></example>
    public static DataSplit<float, float> Load(
        HousingVersion version = HousingVersion.Large,
        double testSplit = 0.2,
        int seed = KerasSplit.Seed,
        DatasetOptions? options = null
    ) => Load(DatasetStore.Default, version, testSplit, seed, options);

    internal static DataSplit<float, float> Load(
        DatasetStore store,
        HousingVersion version = HousingVersion.Large,
        double testSplit = 0.2,
        int seed = KerasSplit.Seed,
        DatasetOptions? options = null
    )
    {
        if (!Enum.IsDefined(version))
            throw new ArgumentOutOfRangeException(
                nameof(version),
                $"The version {(int)version} came; expected Large or Small. Pass, say, HousingVersion.Large."
            );
        KerasSplit.CheckSplit(testSplit);
        KerasSplit.CheckSeed(seed);
        var (x, y) = HousingFile.Read(store.GetFile(Files, options), RowCount, FeatureNames.Count);
        if (version == HousingVersion.Small)
            (x, y) = (x[..(SmallCount * FeatureNames.Count)], y[..SmallCount]);
        return KerasSplit.Split(x, y, testSplit, seed);
    }
}

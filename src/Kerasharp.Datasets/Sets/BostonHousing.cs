namespace Kerasharp.Datasets;

/// <summary>
/// Boston housing: 506 districts of Boston in the 1970s by 13 numbers, and the median price of a house in each
/// (Harrison, Rubinfeld 1978; StatLib, http://lib.stat.cmu.edu/datasets/boston). Keras: <c>keras.datasets.boston_housing</c>.
/// </summary>
/// <remarks>
/// The column B encodes a racial statistic, on the assumption that segregation raises prices; scikit-learn withdrew the set for that, and
/// Keras discourages its use but to show such problems. Take <see cref="CaliforniaHousing"/> instead. The set states no licence.
/// </remarks>
public static class BostonHousing
{
    private const int RowCount = 506;

    private const string TargetName = "PRICE";

    private static readonly RemoteSet Files = new(
        "Boston housing",
        "boston-housing",
        new RemoteFile(
            "boston_housing.npz",
            57_026,
            "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5",
            $"{RemoteFile.KerasFolder}boston_housing.npz"
        )
    );

    /// <summary>
    /// What the 13 columns of X hold: crime, large lots, industry, at the river or not, nitric oxides, rooms, old houses, distance to work,
    /// highways, tax, pupils per teacher, B (see the class's remarks), poverty.
    /// </summary>
    public static IReadOnlyList<string> FeatureNames { get; } =
    ["CRIM", "ZN", "INDUS", "CHAS", "NOX", "RM", "AGE", "DIS", "RAD", "TAX", "PTRATIO", "B", "LSTAT"];

    /// <summary>
    /// Loads the set from <c>boston-housing/boston_housing.npz</c> or <c>tabular/boston.csv</c> in the folder that <c>KERASHARP_DATA</c> names,
    /// else from <c>datasets/boston-housing/</c> in the cache folder (<c>KERASHARP_CACHE</c>, or the user's), into which it is downloaded (57 kB)
    /// where it is missing.
    /// </summary>
    /// <param name="testSplit">The part of the rows to test with, at least 0 and below 1.</param>
    /// <param name="seed">Draws the order, from 0; a seed gives the rows in the order that Keras gives by it.</param>
    /// <param name="options">Whether and how missing files are downloaded.</param>
    /// <returns>
    /// Train and test part; X of shape (n, 13) (<see cref="FeatureNames"/>), not scaled; Y of shape (n,), prices in 5..50 thousand dollars.
    /// By default 404 and 102 rows.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The split or the seed is out of its range.</exception>
    /// <exception cref="DatasetNotFoundException">No folder holds the file, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">The file could not be downloaded.</exception>
    /// <exception cref="DatasetFormatException">The file is damaged or another file than its name says.</exception>
    /// <example><code>
    /// var (train, test) = BostonHousing.Load(testSplit: 0.25);
    /// </code></example>
    public static DataSplit<float, float> Load(
        double testSplit = 0.2,
        int seed = KerasSplit.Seed,
        DatasetOptions? options = null
    ) => Load(DatasetStore.Default, testSplit, seed, options);

    internal static DataSplit<float, float> Load(
        DatasetStore store,
        double testSplit = 0.2,
        int seed = KerasSplit.Seed,
        DatasetOptions? options = null
    )
    {
        KerasSplit.CheckSplit(testSplit);
        KerasSplit.CheckSeed(seed);
        var file = Files.Files[0].Name;
        var (x, y) =
            store.Folders.InData(Files.Folder, file) is null && store.Folders.InData("tabular", "boston.csv") is { } csv
                ? ReadCsv(csv)
                : HousingFile.Read(store.GetFile(Files, options), RowCount, FeatureNames.Count);
        return KerasSplit.Split(x, y, testSplit, seed);
    }

    private static (float[] X, float[] Y) ReadCsv(string path)
    {
        var table = CsvFile.Read(path);
        string[] columns = [.. FeatureNames, TargetName];
        if (!table.Columns.SequenceEqual(columns) || table.Values.Lengths[0] != RowCount)
            throw BrokenFile.Error(
                path,
                $"{table.Values.Lengths[0]} rows of {string.Join(", ", table.Columns)}",
                $"{RowCount} rows of {string.Join(", ", columns)}"
            );
        var values = new double[table.Values.FlattenedLength];
        table.Values.FlattenTo(values);
        var x = new float[RowCount * FeatureNames.Count];
        var y = new float[RowCount];
        for (var row = 0; row < RowCount; row++)
        {
            for (var column = 0; column < FeatureNames.Count; column++)
                x[(row * FeatureNames.Count) + column] = (float)values[(row * columns.Length) + column];
            y[row] = (float)values[(row * columns.Length) + FeatureNames.Count];
        }
        return (x, y);
    }
}

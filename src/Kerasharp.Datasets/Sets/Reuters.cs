using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>
/// Reuters: 11,228 news of 1987 on 46 topics (Lewis: Reuters-21578 text categorization test collection, by way of Keras).
/// Keras: <c>keras.datasets.reuters</c>.
/// </summary>
/// <remarks>
/// Words are numbered by how often they occur, 1 the most frequent. Reuters and Carnegie Group gave the texts for research only.
/// </remarks>
public static class Reuters
{
    private const int Count = 11_228;

    private static readonly RemoteSet Files = new(
        "Reuters",
        "reuters",
        new RemoteFile(
            "reuters.npz",
            2_110_848,
            "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916",
            $"{RemoteFile.KerasFolder}reuters.npz"
        )
    );

    private static readonly RemoteSet Words = new(
        "The words of Reuters",
        "reuters",
        new RemoteFile(
            "reuters_word_index.json",
            null,
            "4d44cc38712099c9e383dc6e5f11a921",
            $"{RemoteFile.KerasFolder}reuters_word_index.json"
        )
    );

    private static readonly string[] Labels =
    [
        "cocoa",
        "grain",
        "veg-oil",
        "earn",
        "acq",
        "wheat",
        "copper",
        "housing",
        "money-supply",
        "coffee",
        "sugar",
        "trade",
        "reserves",
        "ship",
        "cotton",
        "carcass",
        "crude",
        "nat-gas",
        "cpi",
        "money-fx",
        "interest",
        "gnp",
        "meal-feed",
        "alum",
        "oilseed",
        "gold",
        "tin",
        "strategic-metal",
        "livestock",
        "retail",
        "ipi",
        "iron-steel",
        "rubber",
        "heat",
        "jobs",
        "lei",
        "bop",
        "zinc",
        "orange",
        "pet-chem",
        "dlr",
        "gas",
        "silver",
        "wpi",
        "hog",
        "lead",
    ];

    /// <summary>
    /// Loads the set from <c>reuters/reuters.npz</c> in the folder that <c>KERASHARP_DATA</c> names, else from <c>datasets/reuters/</c> in the cache folder
    /// (<c>KERASHARP_CACHE</c>, or the user's), into which it is downloaded (2.1 MB) where it is missing.
    /// </summary>
    /// <param name="numWords">
    /// Numbers from this one on are replaced by <paramref name="oovChar"/>; so 10000 keeps numbers below it. Null keeps all, but, as in Keras, the greatest.
    /// </param>
    /// <param name="skipTop">Numbers below this one are replaced by <paramref name="oovChar"/>, the start's mark too.</param>
    /// <param name="maxLen">Texts of this length and longer, the start's mark counted, are left out; null leaves out none.</param>
    /// <param name="testSplit">The part of the texts to test with, at least 0 and below 1.</param>
    /// <param name="seed">Draws the order, from 0; a seed gives the texts in the order that Keras gives by it.</param>
    /// <param name="startChar">Stands before each text; null: nothing does.</param>
    /// <param name="oovChar">Replaces words; null: they are left out.</param>
    /// <param name="indexFrom">Is added to each word's number, so that the numbers below mean no word.</param>
    /// <param name="options">Whether and how missing files are downloaded.</param>
    /// <returns>
    /// Train and test part, by default 8,982 and 2,246 texts; X sequences of numbers from 0, Y of shape (n,) in 0..45 (<see cref="GetLabelNames"/>).
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="maxLen"/> leaves no text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="DatasetNotFoundException">No folder holds the file, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">The file could not be downloaded.</exception>
    /// <exception cref="DatasetFormatException">The file is damaged or another file than its name says.</exception>
    /// <example><code>
    /// var (train, test) = Reuters.Load(numWords: 10000);
    /// Console.WriteLine(Reuters.GetLabelNames()[train.Y[0]]);
    /// </code></example>
    public static SequenceSplit Load(
        int? numWords = null,
        int skipTop = 0,
        int? maxLen = null,
        double testSplit = 0.2,
        int seed = KerasSplit.Seed,
        int? startChar = 1,
        int? oovChar = 2,
        int indexFrom = 3,
        DatasetOptions? options = null
    ) =>
        Load(
            DatasetStore.Default,
            new WordRules(numWords, skipTop, maxLen, startChar, oovChar, indexFrom),
            testSplit,
            seed,
            options
        );

    /// <summary>
    /// The number of each word, from 1, the most frequent; from <c>reuters_word_index.json</c> beside the set, found or downloaded as it is (0.6 MB).
    /// In the loaded texts <c>indexFrom</c> is added to it.
    /// </summary>
    /// <param name="options">Whether and how missing files are downloaded.</param>
    /// <exception cref="DatasetNotFoundException">No folder holds the file, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">The file could not be downloaded.</exception>
    /// <exception cref="DatasetFormatException">The file is damaged or another file than its name says.</exception>
    public static IReadOnlyDictionary<string, int> GetWordIndex(DatasetOptions? options = null) =>
        WordIndexFile.Read(DatasetStore.Default.GetFile(Words, options));

    /// <summary>The topic that each label stands for, from 0, cocoa, to 45, lead.</summary>
    public static IReadOnlyList<string> GetLabelNames() => Labels.AsReadOnly();

    internal static SequenceSplit Load(
        DatasetStore store,
        WordRules rules,
        double testSplit = 0.2,
        int seed = KerasSplit.Seed,
        DatasetOptions? options = null
    )
    {
        rules.Checked();
        KerasSplit.CheckSplit(testSplit);
        KerasSplit.CheckSeed(seed);
        return Read(store.GetFile(Files, options), Count, rules, testSplit, seed);
    }

    internal static SequenceSplit Read(string path, int count, WordRules rules, double testSplit, int seed)
    {
        using var file = NpzFile.Open(path);
        var texts = file.ReadLists("x");
        if (texts.Length != count)
            throw BrokenFile.Error(path, $"{texts.Length} texts", $"{count}");
        var labels = NpyNumbers.Labels(file.Read("y"), $"{path}/y", Labels.Length, count);
        var order = KerasSplit.Order(count, seed);
        var (x, y) = rules.Begin(order.Select(i => texts[i]), order.Select(i => labels[i]), path);
        if (x.Count == 0)
            throw new ArgumentException(
                $"maxLen: {rules.MaxLen} came, and no text is below that; expected a length that leaves some. Pass a greater one.",
                "maxLen"
            );
        x = rules.Finish(x);
        var cut = KerasSplit.Cut(x.Count, testSplit);
        return new(Data(..cut), Data(cut..));

        SequenceData Data(Range part)
        {
            int[] partY = [.. y[part]];
            return new([.. x[part]], Tensor.Create(partY, [partY.Length]));
        }
    }
}

using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>
/// IMDB: 50,000 film reviews, half to train with and half to test with, praise or blame
/// (Maas and others 2011: Learning Word Vectors for Sentiment Analysis, https://ai.stanford.edu/~amaas/data/sentiment/).
/// Keras: <c>keras.datasets.imdb</c>.
/// </summary>
/// <remarks>
/// Words are numbered by how often they occur, 1 the most frequent; 0 stands for padding. The set states no licence; its authors ask to be cited.
/// </remarks>
public static class Imdb
{
    private const int Count = 25_000;

    private static readonly RemoteSet Files = new(
        "IMDB",
        "imdb",
        new RemoteFile(
            "imdb.npz",
            17_464_789,
            "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f",
            $"{RemoteFile.KerasFolder}imdb.npz"
        )
    );

    private static readonly RemoteSet Words = new(
        "The words of IMDB",
        "imdb",
        new RemoteFile(
            "imdb_word_index.json",
            1_641_221,
            "bfafd718b763782e994055a2d397834f",
            $"{RemoteFile.KerasFolder}imdb_word_index.json"
        )
    );

    /// <summary>
    /// Loads the set from <c>imdb/imdb.npz</c> in the folder that <c>KERASHARP_DATA</c> names, else from <c>datasets/imdb/</c> in the cache folder
    /// (<c>KERASHARP_CACHE</c>, or the user's), into which it is downloaded (17.5 MB) where it is missing.
    /// </summary>
    /// <param name="numWords">
    /// Numbers from this one on are replaced by <paramref name="oovChar"/>; so 10000 keeps numbers below it. Null keeps all, but, as in Keras, the greatest.
    /// </param>
    /// <param name="skipTop">Numbers below this one are replaced by <paramref name="oovChar"/>, the start's mark too.</param>
    /// <param name="maxLen">Reviews of this length and longer, the start's mark counted, are left out; null leaves out none.</param>
    /// <param name="seed">Draws the order, from 0; a seed gives the reviews in the order that Keras gives by it.</param>
    /// <param name="startChar">Stands before each review; null: nothing does.</param>
    /// <param name="oovChar">Replaces words; null: they are left out.</param>
    /// <param name="indexFrom">Is added to each word's number, so that the numbers below mean no word.</param>
    /// <param name="options">Whether and how missing files are downloaded.</param>
    /// <returns>
    /// Train and test part, 25,000 reviews each if none is left out; X sequences of numbers from 0, Y of shape (n,): 0 blame, 1 praise.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="maxLen"/> leaves no review in a part.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="DatasetNotFoundException">No folder holds the file, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">The file could not be downloaded.</exception>
    /// <exception cref="DatasetFormatException">The file is damaged or another file than its name says.</exception>
    /// <example><code>
    /// var (train, test) = Imdb.Load(numWords: 10000);
    /// var names = Imdb.GetWordIndex().ToDictionary(word =&gt; word.Value + 3, word =&gt; word.Key);
    /// Console.WriteLine(string.Join(" ", train.X[0].Select(word =&gt; names.GetValueOrDefault(word, "?"))));
    /// </code></example>
    public static SequenceSplit Load(
        int? numWords = null,
        int skipTop = 0,
        int? maxLen = null,
        int seed = KerasSplit.Seed,
        int? startChar = 1,
        int? oovChar = 2,
        int indexFrom = 3,
        DatasetOptions? options = null
    ) =>
        Load(
            DatasetStore.Default,
            new WordRules(numWords, skipTop, maxLen, startChar, oovChar, indexFrom),
            seed,
            options
        );

    /// <summary>
    /// The number of each word, from 1, the most frequent; from <c>imdb_word_index.json</c> beside the set, found or downloaded as it is (1.6 MB).
    /// In the loaded reviews <c>indexFrom</c> is added to it.
    /// </summary>
    /// <param name="options">Whether and how missing files are downloaded.</param>
    /// <exception cref="DatasetNotFoundException">No folder holds the file, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">The file could not be downloaded.</exception>
    /// <exception cref="DatasetFormatException">The file is damaged or another file than its name says.</exception>
    public static IReadOnlyDictionary<string, int> GetWordIndex(DatasetOptions? options = null) =>
        GetWordIndex(DatasetStore.Default, options);

    internal static IReadOnlyDictionary<string, int> GetWordIndex(DatasetStore store, DatasetOptions? options = null) =>
        WordIndexFile.Read(store.GetFile(Words, options));

    internal static SequenceSplit Load(
        DatasetStore store,
        WordRules rules,
        int seed = KerasSplit.Seed,
        DatasetOptions? options = null
    )
    {
        rules.Checked();
        KerasSplit.CheckSeed(seed);
        return Read(store.GetFile(Files, options), Count, rules, seed);
    }

    internal static SequenceSplit Read(string path, int count, WordRules rules, int seed)
    {
        using var file = NpzFile.Open(path);
        var train = Part("train");
        var test = Part("test");
        if (train.X.Count == 0 || test.X.Count == 0)
            throw new ArgumentException(
                $"maxLen: {rules.MaxLen} came, and a part of the set has no review below that; expected a length that leaves some. Pass a greater one.",
                "maxLen"
            );
        var all = rules.Finish([.. train.X, .. test.X]);
        return new(Data(all[..train.X.Count], train.Y), Data(all[train.X.Count..], test.Y));

        (List<int[]> X, List<int> Y) Part(string part)
        {
            var texts = file.ReadLists($"x_{part}");
            if (texts.Length != count)
                throw BrokenFile.Error(path, $"{texts.Length} reviews to {part} with", $"{count}");
            var labels = NpyNumbers.Labels(file.Read($"y_{part}"), $"{path}/y_{part}", 2, count);
            var order = KerasSplit.Order(count, seed);
            return rules.Begin(order.Select(i => texts[i]), order.Select(i => labels[i]), path);
        }

        static SequenceData Data(List<int[]> x, List<int> y) => new([.. x], Tensor.Create(y.ToArray(), [y.Count]));
    }
}

using System.Text;

namespace Kerasharp.Datasets;

/// <summary>
/// Sentences from film reviews: 5,331 of praise and 5,331 of blame
/// (Pang and Lee 2005: Seeing stars, https://www.cs.cornell.edu/people/pabo/movie-review-data/, sentence polarity dataset v1.0).
/// </summary>
/// <remarks>
/// The sentences are in lower case, words and punctuation between spaces. The set states no licence; its authors ask to be cited. The files are
/// those in UTF-8 of https://github.com/dennybritz/cnn-text-classification-tf.
/// </remarks>
public static class SentencePolarity
{
    private const int Count = 5331;

    private const string Address =
        "https://raw.githubusercontent.com/dennybritz/cnn-text-classification-tf/18762b459e21d9c70e5c242f8d43fc4e6db37a0d/data/rt-polaritydata/";

    // By class number.
    private static readonly RemoteSet Set = new(
        "The polarity of sentences",
        "text/rt-polaritydata",
        File("rt-polarity.neg", 612_506, "2d11cfbc790f1cd96d78339f41ce53ced1efa83cd22d37d6788fa3fe3d17e2fd"),
        File("rt-polarity.pos", 626_395, "4134882974a28d0c7b5151256f0e33a6169984ee7372c279e673f1114f475d58")
    );

    /// <summary>What each class number stands for: blame, praise.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["blame", "praise"];

    /// <summary>
    /// Loads the set in an order drawn by <paramref name="seed"/>, in two parts, from <c>text/rt-polaritydata/</c> in the folder that
    /// <c>KERASHARP_DATA</c> names, else from <c>datasets/text/rt-polaritydata/</c> in the cache folder (<c>KERASHARP_CACHE</c>, or the user's), into
    /// which it is downloaded (1.2 MB) where it is missing. The files are rt-polarity.neg and rt-polarity.pos.
    /// </summary>
    /// <param name="testFraction">The part of the sentences to test with, above 0 and below 1.</param>
    /// <param name="seed">Draws the order; the same seed gives the same split on every machine.</param>
    /// <param name="options">Whether and how missing files are downloaded.</param>
    /// <returns>
    /// Train and test part, by default 9,596 and 1,066 sentences; X of shape (n,), Y of shape (n,) in 0..1 (<see cref="ClassNames"/>).
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testFraction"/> leaves one part empty.</exception>
    /// <exception cref="DatasetNotFoundException">No folder holds both files, and downloads are forbidden.</exception>
    /// <exception cref="DatasetDownloadException">A file could not be downloaded.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or another file than its name says.</exception>
    /// <example><code>
    /// var (train, test) = SentencePolarity.Load();
    /// Console.WriteLine($"{SentencePolarity.ClassNames[train.Y[0]]}: {train.X[0]}");
    /// </code></example>
    public static DataSplit<string, int> Load(
        double testFraction = 0.1,
        int seed = 0,
        DatasetOptions? options = null
    ) => Read(DatasetStore.Default.Get(Set, options), Count, testFraction, seed);

    internal static DataSplit<string, int> Read(string folder, int count, double testFraction, int seed)
    {
        List<string> x = [];
        List<int> y = [];
        for (var label = 0; label < Set.Files.Length; label++)
        {
            var lines = Lines(Path.Combine(folder, Set.Files[label].Name), count);
            x.AddRange(lines);
            y.AddRange(Enumerable.Repeat(label, lines.Length));
        }
        return Splitter.Split(x.ToArray(), y.ToArray(), [], testFraction, seed);
    }

    private static string[] Lines(string path, int count)
    {
        string text;
        try
        {
            text = System.IO.File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            throw BrokenFile.Error(path, "bytes that are no UTF-8", "the sentences in UTF-8");
        }
        // Not every line break that Unicode knows ends a sentence.
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == count ? lines : throw BrokenFile.Error(path, $"{lines.Length} sentences", $"{count}");
    }

    private static RemoteFile File(string name, long length, string sha256) =>
        new(name, length, sha256, $"{Address}{name}");
}

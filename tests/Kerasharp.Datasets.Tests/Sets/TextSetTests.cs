namespace Kerasharp.Datasets.Tests;

public class TextSetTests
{
    private static readonly WordRules Default = new(null, 0, null, 1, 2, 3);

    private static readonly int[][] Texts =
    [
        [1, 2, 3],
        [10, 20, 30, 40],
        [5],
        [7, 7, 7, 7, 7],
    ];

    private static string Imdb(TemporaryFolder folder, int[][] texts, long[] labels)
    {
        byte[] x = PickleBytes.Npy(PickleBytes.Pickle(texts), texts.Length);
        byte[] y = PickleBytes.Npy("<i8", $"{labels.Length},", labels);
        return folder.Write(
            "imdb.npz",
            NpzFileTests.Zip(("x_train.npy", x), ("y_train.npy", y), ("x_test.npy", x), ("y_test.npy", y))
        );
    }

    // RandomState(113).shuffle(arange(4)), NumPy 1.24.
    private static readonly int[] Order = new NumpyRandom(113).Order(4);

    [Fact]
    public void Imdb_shifts_marks_and_shuffles_as_keras()
    {
        using var folder = new TemporaryFolder();
        var (train, test) = Kerasharp.Datasets.Imdb.Read(Imdb(folder, Texts, [0, 1, 1, 0]), 4, Default, 113);
        // The greatest number, 40 + 3, is the limit itself and becomes 2.
        int[][] expected =
        [
            [1, 4, 5, 6],
            [1, 13, 23, 33, 2],
            [1, 8],
            [1, 10, 10, 10, 10, 10],
        ];
        Assert.Equal(Order.Select(i => expected[i]), train.X);
        Assert.Equal(Order.Select(i => new[] { 0, 1, 1, 0 }[i]), TestData.Flat(train.Y));
        Assert.Equal(train.X, test.X);
        Assert.Equal(4, train.Count);
    }

    [Fact]
    public void Words_are_limited_as_in_keras()
    {
        var some = new WordRules(NumWords: 20, SkipTop: 5, MaxLen: 5, StartChar: 1, OovChar: 2, IndexFrom: 3);
        var (x, y) = some.Begin(Texts, [0, 1, 2, 3], "some");
        // Of four texts two are shorter than 5 with their mark.
        Assert.Equal(
            [
                [1, 4, 5, 6],
                [1, 8],
            ],
            x
        );
        Assert.Equal([0, 2], y);
        Assert.Equal(
            [
                [2, 2, 5, 6],
                [2, 8],
            ],
            some.Finish(x)
        );
        Assert.Equal(
            [
                [5, 6],
                [8],
            ],
            (some with { OovChar = null }).Finish(x)
        );
        Assert.Equal(
            [
                [1, 2, 3],
                [5],
            ],
            (some with { StartChar = null, IndexFrom = 0 })
                .Begin(Texts, [0, 1, 2, 3], "some")
                .X.Where(text => text.Length < 4)
        );
    }

    [Fact]
    public void Reuters_cuts_after_shuffling()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "reuters.npz",
            NpzFileTests.Zip(
                ("x.npy", PickleBytes.Npy(PickleBytes.Pickle(Texts), 4)),
                ("y.npy", PickleBytes.Npy("<i8", "4,", new long[] { 45, 0, 3, 4 }))
            )
        );
        var (train, test) = Reuters.Read(path, 4, Default, 0.25, 113);
        Assert.Equal((3, 1), (train.Count, test.Count));
        Assert.Equal(Order.Select(i => new[] { 45, 0, 3, 4 }[i]), TestData.Flat(train.Y).Concat(TestData.Flat(test.Y)));
        Assert.Equal(
            (46, "cocoa", "lead"),
            (Reuters.GetLabelNames().Count, Reuters.GetLabelNames()[0], Reuters.GetLabelNames()[45])
        );
    }

    [Fact]
    public void Refuses_labels_counts_words_and_limits_that_cannot_be()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(
            "the label 2 at place 1",
            Format(() => Kerasharp.Datasets.Imdb.Read(Imdb(folder, Texts, [0, 2, 1, 0]), 4, Default, 1))
        );
        Assert.Contains(
            "4 reviews",
            Format(() => Kerasharp.Datasets.Imdb.Read(Imdb(folder, Texts, [0, 1, 1, 0]), 5, Default, 1))
        );
        Assert.Contains(
            "word number -1",
            Format(() =>
                Kerasharp.Datasets.Imdb.Read(
                    Imdb(
                        folder,
                        [
                            [-1],
                        ],
                        [0]
                    ),
                    1,
                    Default,
                    1
                )
            )
        );
        Assert.Contains(
            "maxLen: 2",
            Assert
                .Throws<ArgumentException>(() =>
                    Kerasharp.Datasets.Imdb.Read(Imdb(folder, Texts, [0, 1, 1, 0]), 4, Default with { MaxLen = 2 }, 1)
                )
                .Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => Kerasharp.Datasets.Imdb.Load(numWords: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Kerasharp.Datasets.Imdb.Load(maxLen: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Reuters.Load(indexFrom: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Reuters.Load(testSplit: 1));

        static string Format(Func<object> read) => Assert.Throws<DatasetFormatException>(read).Message;
    }

    [Fact]
    public void The_real_imdb_begins_as_published()
    {
        TestData.NeedsData("imdb");
        var (train, test) = Kerasharp.Datasets.Imdb.Load(numWords: 10000);
        Assert.Equal((25000, 25000), (train.Count, test.Count));
        Assert.Equal([1, 14, 22, 16, 43, 530, 973, 1622, 1385, 65], train.X[0][..10]);
    }
}

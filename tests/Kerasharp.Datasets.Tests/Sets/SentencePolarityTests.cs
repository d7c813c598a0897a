using System.Text;

namespace Kerasharp.Datasets.Tests;

public class SentencePolarityTests
{
    [Fact]
    public void Sentences_keep_their_labels_in_both_parts()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "dull .\r\n\nno fun at all\u2028.\nbad\n", "good\nsch\u00f6n\nfine .\n");
        var (train, test) = SentencePolarity.Read(folder.Path, 3, testFraction: 1 / 3.0, seed: 1);
        Assert.Equal((4, 2), (train.Count, test.Count));
        var labels = TestData
            .Flat(train.X)
            .Concat(TestData.Flat(test.X))
            .Zip(TestData.Flat(train.Y).Concat(TestData.Flat(test.Y)))
            .ToDictionary(pair => pair.First, pair => SentencePolarity.ClassNames[pair.Second]);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["dull ."] = "blame",
                ["no fun at all\u2028."] = "blame",
                ["bad"] = "blame",
                ["good"] = "praise",
                ["sch\u00f6n"] = "praise",
                ["fine ."] = "praise",
            },
            labels
        );
    }

    [Fact]
    public void Damaged_files_are_refused()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "bad\n", "good\nfine\n");
        Assert.Contains("rt-polarity.neg came 1 sentences; expected 2", Told());
        // As in the file of the authors, which is not in UTF-8.
        folder.Write("rt-polarity.neg", [(byte)'a', 0xE9, (byte)'\n', (byte)'b']);
        Assert.Contains("no UTF-8", Told());

        string Told() =>
            Assert.Throws<DatasetFormatException>(() => SentencePolarity.Read(folder.Path, 2, 0.5, 0)).Message;
    }

    [Fact]
    public void The_real_set_has_as_much_praise_as_blame()
    {
        TestData.NeedsData("text/rt-polaritydata");
        var (train, test) = SentencePolarity.Load();
        Assert.Equal((9596, 1066), (train.Count, test.Count));
        Assert.Equal([5331, 5331], TestData.CountClasses(TestData.Flat(train.Y).Concat(TestData.Flat(test.Y)), 2));
        Assert.Contains("effective but too-tepid biopic", TestData.Flat(train.X).Concat(TestData.Flat(test.X)));
    }

    private static void Write(TemporaryFolder folder, string blame, string praise)
    {
        folder.Write("rt-polarity.neg", Encoding.UTF8.GetBytes(blame));
        folder.Write("rt-polarity.pos", Encoding.UTF8.GetBytes(praise));
    }
}

using System.Formats.Tar;

namespace Kerasharp.Datasets.Tests;

public class CifarTests
{
    private static readonly CifarLayout Ten = new([10], Label: 0);

    private static readonly CifarArchive Small = new(
        Ten,
        PerFile: 2,
        ["data_batch_1.bin", "data_batch_2.bin"],
        PerTest: 1,
        "test_batch.bin"
    );

    // A record whose pixel p has red p, green p + 1 and blue p + 2, modulo 256.
    private static byte[] Record(params byte[] labels) =>
        [.. labels, .. Enumerable.Range(0, 3072).Select(i => (byte)((i % 1024) + (i / 1024)))];

    private static byte[] Tar(params (string Name, byte[] Content)[] files)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "cifar/"));
            foreach (var (name, content) in files)
                tar.WriteEntry(
                    new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) }
                );
        }
        return IdxBytes.GZip(bytes.ToArray());
    }

    private static byte[] Whole() =>
        Tar(
            ("cifar/readme.html", new byte[700]),
            ("cifar/data_batch_2.bin", [.. Record(3), .. Record(4)]),
            ("cifar/test_batch.bin", Record(9)),
            ("cifar/data_batch_1.bin", [.. Record(1), .. Record(2)])
        );

    private static DataSplit<byte, byte> Read(byte[] file) => Small.Read(new MemoryStream(file), "some.tar.gz");

    private static string ErrorOf(byte[] file) => Assert.Throws<DatasetFormatException>(() => Read(file)).Message;

    [Fact]
    public void Reads_an_archive_in_whatever_order_and_puts_channels_last()
    {
        var (train, test) = Read(Whole());
        Assert.Equal([4, 32, 32, 3], train.X.Lengths.ToArray());
        Assert.Equal([4, 1], train.Y.Lengths.ToArray());
        Assert.Equal([1, 2, 3, 4], TestData.Flat(train.Y));
        Assert.Equal([9], TestData.Flat(test.Y));
        for (var row = 0; row < 32; row += 5)
        for (var channel = 0; channel < 3; channel++)
            Assert.Equal((byte)((32 * row) + 7 + channel), train.X[3, row, 7, channel]);
    }

    [Fact]
    public void Gives_the_label_that_is_wanted_and_checks_both()
    {
        var set = new CifarImages(1);
        CifarFile.Take(Record(19, 99), new([20, 100], Label: 1), set, 0, "some");
        Assert.Equal(99, set.Labels[0]);
        CifarFile.Take(Record(19, 99), new([20, 100], Label: 0), set, 0, "some");
        Assert.Equal(19, set.Labels[0]);
        var error = Assert.Throws<DatasetFormatException>(() =>
            CifarFile.Take(Record(20, 0), new([20, 100], Label: 1), set, 0, "some")
        );
        Assert.Contains("came the label 20 of image 0; expected 0 to 19", error.Message);
    }

    [Fact]
    public void Refuses_archives_that_are_not_the_set()
    {
        var record = Record(1);
        Assert.Contains(
            "without data_batch_2.bin, test_batch.bin",
            ErrorOf(Tar(("data_batch_1.bin", [.. record, .. record])))
        );
        Assert.Contains("3073 bytes; expected 2 images", ErrorOf(Tar(("data_batch_1.bin", record))));
        Assert.Contains("twice", ErrorOf(Tar(("a/test_batch.bin", record), ("b/test_batch.bin", record))));
        Assert.Contains("the label 10", ErrorOf(Tar(("test_batch.bin", Record(10)))));
        Assert.Contains("paths within", ErrorOf(Tar(("../test_batch.bin", record))));
        Assert.Contains("paths within", ErrorOf(Tar(("a/../../test_batch.bin", record))));
        Assert.Contains("paths within", ErrorOf(Tar(("/etc/test_batch.bin", record))));
        Assert.Contains("more than", ErrorOf(Tar(("zeros", new byte[4 << 20]))));
        Assert.Contains("an end within", ErrorOf(IdxBytes.GZip([1, 2, 3])));
        Assert.Contains("checksum", ErrorOf(IdxBytes.GZip([.. Enumerable.Repeat((byte)'1', 512)])));
    }

    [Fact]
    public void Passes_over_attributes_of_any_length_without_memory()
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
            tar.WriteEntry(
                new PaxTarEntry(
                    TarEntryType.RegularFile,
                    "test_batch.bin",
                    new Dictionary<string, string> { ["comment"] = new('x', 5000) }
                )
                {
                    DataStream = new MemoryStream(Record(1)),
                }
            );
        Assert.Contains("without data_batch_1.bin, data_batch_2.bin", ErrorOf(IdxBytes.GZip(bytes.ToArray())));
    }

    [Fact]
    public void Damaged_archives_end_in_our_exception()
    {
        Assert.InRange(Damage.Refused(Whole(), file => Read(file)), Damage.Count / 2, Damage.Count);
        // Damage within the archive, which gzip would notice, as well.
        using var unpacked = new MemoryStream();
        using (
            var gzip = new System.IO.Compression.GZipStream(
                new MemoryStream(Whole()),
                System.IO.Compression.CompressionMode.Decompress
            )
        )
            gzip.CopyTo(unpacked);
        Assert.InRange(
            Damage.Refused(unpacked.ToArray(), file => Read(IdxBytes.GZip(file))),
            Damage.Count / 10,
            Damage.Count
        );
    }

    [Fact]
    public void Damaged_records_end_in_our_exception()
    {
        var file = IdxBytes.GZip([.. Record(1), .. Record(2)]);
        Assert.InRange(
            Damage.Refused(file, damaged => CifarFile.ReadGzip(new MemoryStream(damaged), "some.gz", Ten, 2)),
            Damage.Count / 2,
            Damage.Count
        );
        Assert.Throws<DatasetFormatException>(() => CifarFile.ReadGzip(new MemoryStream(file), "some.gz", Ten, 3));
        Assert.Throws<DatasetFormatException>(() => CifarFile.ReadGzip(new MemoryStream(file), "some.gz", Ten, 1));
        Assert.Throws<DatasetFormatException>(() =>
            CifarFile.ReadGzip(new MemoryStream(file), "some.gz", Ten, 10_000_000)
        );
    }
}

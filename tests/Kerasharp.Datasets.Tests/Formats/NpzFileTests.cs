using System.Buffers.Binary;
using System.IO.Compression;

namespace Kerasharp.Datasets.Tests;

public class NpzFileTests
{
    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        return bytes.ToArray();
    }

    private static NpzFile Open(byte[] file) => NpzFile.Open(new MemoryStream(file), "some.npz");

    private static void ReadAll(byte[] bytes)
    {
        using var file = Open(bytes);
        foreach (var name in file.Names)
            if (name == "lists")
                file.ReadLists(name);
            else
                file.Read(name);
    }

    [Fact]
    public void Reads_what_numpy_writes()
    {
        using var file = Open(Convert.FromBase64String(PickleBytes.Npz));
        Assert.Equal(["x", "y"], file.Names);
        var x = file.Read("x").ToTensor<float>();
        Assert.Equal([2, 3], x.Lengths.ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5], TestData.Flat(x));
        Assert.Equal([3L, 1, 2], TestData.Flat(file.Read("y").ToTensor<long>()));
    }

    [Fact]
    public void Reads_what_it_writes_in_its_order()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "x.npz");
        var number = new NpyArray(typeof(long), [], BitConverter.GetBytes(7L));
        NpzFile.Write(
            path,
            [
                new("b/kernel", NpyArray.From<float>(System.Numerics.Tensors.Tensor.Create([1f, 2, 3, 4], [2, 2]))),
                new("a", number),
                new("none", new NpyArray(typeof(byte), [0, 3], [])),
            ]
        );
        using (var file = NpzFile.Open(path))
        {
            Assert.Equal(["b/kernel", "a", "none"], file.Names);
            Assert.Equal([1f, 2, 3, 4], TestData.Flat(file.Read("b/kernel").ToTensor<float>()));
            Assert.Equal(number.Bytes, file.Read("a").Bytes);
            Assert.Equal([0, 3], file.Read("none").Lengths);
            Assert.Equal(
                (typeof(float), [2, 2]),
                file.ReadShape("b/kernel"),
                (x, y) => x.Item1 == y.Item1 && x.Item2.SequenceEqual(y.Item2)
            );
        }

        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<ArgumentException>(() => NpzFile.Write(path, [new("a", number), new("a", number)]));
        Assert.Throws<ArgumentException>(() => NpzFile.Write(path, [new("", number)]));
        Assert.Contains(
            "Convert its elements",
            Assert
                .Throws<ArgumentException>(() => NpzFile.Write(path, [new("a", new NpyArray(typeof(decimal), [], []))]))
                .Message
        );
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Reads_lists_and_refuses_them_as_numbers()
    {
        using var file = Open(Zip(("lists.npy", PickleBytes.Npy(PickleBytes.Bytes(3), 4)), ("readme.txt", [1])));
        Assert.Equal(["lists"], file.Names);
        Assert.Equal(PickleBytes.Expected, file.ReadLists("lists"));
        Assert.Throws<DatasetFormatException>(() => file.Read("lists"));
    }

    [Fact]
    public void Refuses_what_is_not_there_twice_there_or_no_archive()
    {
        using var file = Open(Convert.FromBase64String(PickleBytes.Npz));
        var error = Assert.Throws<DatasetFormatException>(() => file.Read("z"));
        Assert.Equal(
            "'z' was asked for of some.npz, which holds x, y. Ask for one of its arrays, or fetch the file again.",
            error.Message
        );
        Assert.Contains(
            "twice",
            Assert.Throws<DatasetFormatException>(() => Open(Zip(("a.npy", []), ("a.npy", [])))).Message
        );
        Assert.Contains("do not unpack", Assert.Throws<DatasetFormatException>(() => Open(new byte[100])).Message);
        using var lists = Open(Zip(("lists.npy", PickleBytes.Npy(PickleBytes.Bytes(3), 5))));
        Assert.Contains(
            "4 lists; expected 5",
            Assert.Throws<DatasetFormatException>(() => lists.ReadLists("lists")).Message
        );
    }

    [Fact]
    public void Refuses_a_wrong_checksum_and_a_length_that_cannot_be()
    {
        var zip = Zip(("a.npy", PickleBytes.Npy("<i4", "3,", new[] { 1, 2, 3 })));
        var directory = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        var wrong = zip.ToArray();
        wrong[directory + 16] ^= 1;
        using var first = Open(wrong);
        Assert.Contains("checksum", Assert.Throws<DatasetFormatException>(() => first.Read("a")).Message);

        // The directory says a gigabyte; it may not be taken on its word.
        var bomb = zip.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(bomb.AsSpan(directory + 24), 1 << 30);
        using var second = Open(bomb);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(
            "packed bytes that shall give",
            Assert.Throws<DatasetFormatException>(() => second.Read("a")).Message
        );
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Damaged_files_end_in_our_exception()
    {
        var lists = Zip(
            ("lists.npy", PickleBytes.Npy(PickleBytes.Bytes(3), 4)),
            ("a.npy", PickleBytes.Npy("<i4", "3,", new[] { 1, 2, 3 }))
        );
        var refused = Damage.Refused(Convert.FromBase64String(PickleBytes.Npz), ReadAll);
        refused += Damage.Refused(lists, ReadAll);
        Assert.InRange(refused, Damage.Count, 2 * Damage.Count);
    }
}

using System.Buffers.Binary;

namespace Kerasharp.Datasets.Tests;

public class IdxFileTests
{
    private static readonly byte[] Sample = IdxBytes.Values(5 * 4 * 3, seed: 1);

    private static IdxArray Read(byte[] file) => IdxFile.Read(new MemoryStream(file), "sample.gz");

    private static string ErrorOf(byte[] file) => Assert.Throws<DatasetFormatException>(() => Read(file)).Message;

    [Fact]
    public void Reads_what_was_written()
    {
        var array = Read(IdxBytes.File([5, 4, 3], Sample));
        Assert.Equal([5, 4, 3], array.Lengths);
        Assert.Equal(Sample, array.Values);
    }

    [Fact]
    public void Reads_a_file_made_by_hand()
    {
        // gzip by hand: header, one stored block of 11 bytes (length, its complement), the bytes, CRC-32, length.
        byte[] plain = [0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9];
        byte[] file =
        [
            0x1f,
            0x8b,
            8,
            0,
            0,
            0,
            0,
            0,
            0,
            255,
            1,
            11,
            0,
            0xf4,
            0xff,
            .. plain,
            .. LittleEndian(Crc32(plain)),
            11,
            0,
            0,
            0,
        ];
        Assert.Equal([7, 8, 9], Read(file).Values);
    }

    [Fact]
    public void The_error_says_what_came_what_was_expected_and_how_to_mend_it()
    {
        Assert.Equal(
            "In sample.gz came the element type 0d; expected 08, unsigned bytes. The file is damaged or another file: fetch it again from its source and compare its size.",
            ErrorOf(IdxBytes.GZip(IdxBytes.Plain([3], [1, 2, 3], type: 0x0d)))
        );
    }

    [Theory]
    [InlineData(new uint[] { 61 }, "unpacked bytes for this shape")]
    [InlineData(new uint[] { 59 }, "unpacked bytes for this shape")]
    [InlineData(new uint[] { 0 }, "axis 0 of length 0")]
    [InlineData(new uint[] { 60, 0x80000000 }, "axis 1 of length 2147483648")]
    [InlineData(new uint[] { 0x7fffffff, 0x7fffffff, 0x7fffffff, 0x7fffffff }, "an array can hold")]
    [InlineData(new uint[] { 0x10000, 0x10000, 0x10000, 0x10000 }, "an array can hold")]
    [InlineData(new uint[] { }, "0 axes")]
    [InlineData(new uint[] { 60, 1, 1, 1, 1, 1, 1, 1, 1 }, "9 axes")]
    public void Refuses_a_shape_that_does_not_fit_the_bytes(uint[] lengths, string part) =>
        Assert.Contains(part, ErrorOf(IdxBytes.File(lengths, Sample)));

    [Fact]
    public void Refuses_files_that_are_something_else()
    {
        Assert.Contains("0 bytes", ErrorOf([]));
        Assert.Contains("do not unpack", ErrorOf(new byte[100]));
        Assert.Contains("first bytes 50 4b", ErrorOf(IdxBytes.GZip("PK, another format altogether"u8)));
        Assert.Contains("within the first four", ErrorOf(IdxBytes.GZip([0, 0])));
        Assert.Contains("within the header", ErrorOf(IdxBytes.GZip([0, 0, 8, 3, 0, 0])));
    }

    [Fact]
    public void Refuses_a_file_cut_anywhere()
    {
        var file = IdxBytes.File([5, 4, 3], Sample);
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<DatasetFormatException>(() => Read(file[..length]));
    }

    [Fact]
    public void Refuses_bytes_after_the_last_element_even_if_the_trailer_hides_them()
    {
        var file = IdxBytes.File([59], Sample);
        LittleEndian(4 + 4 + 59).CopyTo(file, file.Length - 4);
        Assert.Throws<DatasetFormatException>(() => Read(file));
    }

    [Fact]
    public void A_promise_of_much_from_a_small_file_allocates_nothing()
    {
        // Both the header and the gzip trailer lie alike.
        const uint Count = 1_900_000_000;
        var file = IdxBytes.File([Count], Sample);
        LittleEndian(8 + Count).CopyTo(file, file.Length - 4);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("unpacked bytes for this shape", ErrorOf(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_damaged_file_gives_its_values_or_our_error_and_nothing_else()
    {
        var random = new Random(7);
        var plain = IdxBytes.Plain([5, 4, 3], Sample);
        var packed = IdxBytes.GZip(plain);
        var refused = 0;
        for (var i = 0; i < Tests.Damage.Count; i++)
        {
            var inner = i % 2 == 0;
            var damaged = Damage(inner ? plain : packed, random);
            try
            {
                var array = Read(inner ? IdxBytes.GZip(damaged) : damaged);
                // Damage within the values of the inner file cannot be seen; damage that gzip covers must be.
                if (inner)
                    Assert.Equal(
                        array.Values.Length,
                        array.Lengths.Aggregate(1, (product, length) => product * length)
                    );
                else
                    Assert.Equal(Sample, array.Values);
            }
            catch (DatasetFormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, Tests.Damage.Count / 4, Tests.Damage.Count);
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        var damaged = file.ToList();
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            // Half of the edits hit the header, where they tell most.
            var at = random.Next(random.Next(2) == 0 ? Math.Min(20, damaged.Count) : damaged.Count);
            switch (random.Next(4))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    damaged.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    damaged.RemoveAt(at);
                    break;
            }
        }
        return [.. damaged];
    }

    private static byte[] LittleEndian(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return bytes;
    }

    // Bit by bit, as RFC 1952 defines it.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }
}

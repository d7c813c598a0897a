using System.Buffers.Binary;
using System.Text.Json;

namespace Kerasharp.Datasets.Tests;

/// <summary>Small pictures of each form, made and decoded by tests/references/images.py.</summary>
public sealed class ImageFileTests
{
    private static readonly JsonElement References = Load();

    public static TheoryData<string> Cases =>
        [.. References.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reads_what_others_wrote(string name)
    {
        var reference = Case(name);
        var image = ImageFile.Read(reference.GetProperty("file").GetBytesFromBase64(), name);
        int[] shape = [.. reference.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())];
        Assert.Equal(shape, new[] { image.Height, image.Width, image.Channels });
        Assert.Equal(shape, image.ToTensor().Lengths.ToArray().Select(l => (int)l));
        byte[] expected = reference.GetProperty("pixels").GetBytesFromBase64();
        int tolerance = reference.GetProperty("tolerance").GetInt32();
        if (tolerance == 0)
        {
            Assert.Equal(expected, image.Pixels);
            return;
        }
        int[] differences = [.. expected.Zip(image.Pixels, (a, b) => Math.Abs(a - b))];
        Assert.InRange(differences.Max(), 0, tolerance);
        Assert.InRange(differences.Average(), 0, tolerance / 4.0);
    }

    [Theory]
    [InlineData("gif", "came a GIF picture; PNG, BMP or JPEG was expected")]
    [InlineData("webp", "came a WebP picture")]
    [InlineData("tiff", "came a TIFF picture")]
    [InlineData("cmyk", "4 channels of 8 bits; gray or colour of 8 bits was expected")]
    [InlineData("bmp of run lengths", "a compressed BMP picture (run lengths)")]
    public void Refuses_other_forms_and_says_what_they_are(string name, string part)
    {
        byte[] file = References.GetProperty("refused").GetProperty(name).GetBytesFromBase64();
        Assert.Contains(part, Assert.Throws<DatasetFormatException>(() => ImageFile.Read(file, "x")).Message);
    }

    [Fact]
    public void Changes_channels_as_Pillow_does()
    {
        var colour = new PixelImage(1, 2, 3, [10, 20, 30, 255, 0, 128]);
        Assert.Equal([18, 91], colour.WithChannels(1).Pixels);
        Assert.Equal([10, 20, 30, 255, 255, 0, 128, 255], colour.WithChannels(4).Pixels);
        Assert.Same(colour, colour.WithChannels(3));
        var gray = new PixelImage(1, 1, 2, [7, 9]);
        Assert.Equal([7, 7, 7], gray.WithChannels(3).Pixels);
        Assert.Equal([7, 7, 7, 9], gray.WithChannels(4).Pixels);
        Assert.Equal([7], gray.WithChannels(1).Pixels);
        Assert.Throws<ArgumentException>(() => colour.WithChannels(2));
    }

    [Theory]
    [InlineData("png by Pillow", 16)]
    [InlineData("bmp 24", 18)]
    [InlineData("jpeg 4:4:4", -1)]
    [InlineData("jpeg progressive", -1)]
    public void A_size_that_the_file_cannot_hold_costs_no_memory(string name, int at)
    {
        byte[] file = Case(name).GetProperty("file").GetBytesFromBase64();
        if (at < 0)
        {
            // The frame's header: marker, length, precision, height, width.
            at = Enumerable.Range(0, file.Length).First(i => file[i] == 0xFF && file[i + 1] is 0xC0 or 0xC2) + 5;
            file.AsSpan(at, 4).Fill(0xFF);
        }
        else if (at == 16)
        {
            BinaryPrimitives.WriteInt64BigEndian(file.AsSpan(at), (100_000L << 32) + 100_000);
            var crc = new Crc32();
            crc.Append(file.AsSpan(12, 17));
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), crc.Value);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), (int.MaxValue * (1L << 32)) + int.MaxValue);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DatasetFormatException>(() => ImageFile.Read(file, "x"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData("png palette depth 4 transparent")]
    [InlineData("png colour 6 depth 16 interlaced")]
    [InlineData("bmp 8 palette")]
    [InlineData("bmp 16 565")]
    [InlineData("jpeg 4:2:0")]
    [InlineData("jpeg progressive 4:2:0")]
    [InlineData("jpeg restarts")]
    public void Damaged_pictures_end_in_our_exception(string name)
    {
        byte[] file = Case(name).GetProperty("file").GetBytesFromBase64();
        Assert.InRange(Damage.Refused(file, damaged => ImageFile.Read(damaged, "x")), 1, Damage.Count);
    }

    [Theory]
    [InlineData("png palette depth 4 transparent")]
    [InlineData("png colour 6 depth 16 interlaced")]
    [InlineData("png colour 0 depth 2 with a clear colour")]
    public void Damaged_pictures_with_right_checksums_do_too(string name)
    {
        byte[] file = Case(name).GetProperty("file").GetBytesFromBase64();
        Assert.InRange(Damage.Refused(file, damaged => ImageFile.Read(Sealed(damaged), "x")), 1, Damage.Count);
    }

    /// <summary>With the checksum of each chunk that is whole put right.</summary>
    private static byte[] Sealed(byte[] file)
    {
        for (int at = 8; at + 12 <= file.Length; )
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                break;
            var crc = new Crc32();
            crc.Append(file.AsSpan(at + 4, 4 + (int)length));
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), crc.Value);
            at += 12 + (int)length;
        }
        return file;
    }

    private static JsonElement Case(string name) =>
        References.GetProperty("cases").EnumerateArray().First(c => c.GetProperty("name").GetString() == name);

    private static JsonElement Load()
    {
        using var stream = typeof(ImageFileTests).Assembly.GetManifestResourceStream("images.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}

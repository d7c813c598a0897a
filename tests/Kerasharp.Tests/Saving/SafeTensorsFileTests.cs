using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp.Tests.Saving;

public class SafeTensorsFileTests
{
    // Written by hand from the format's description; the spaces fill up to a multiple of eight.
    private const string HandHeader =
        """{"__metadata__":{"a":"1"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}      """;

    // 1.5 and -2 as IEEE floats, then the byte 7.
    private static readonly byte[] HandData = [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0, 7];

    private static byte[] Build(string header, ReadOnlySpan<byte> data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        data.CopyTo(file.AsSpan(8 + text.Length));
        return file;
    }

    private static SafeTensorsContent Read(byte[] file)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["x.safetensors"], file);
        return SafeTensorsFile.Read(folder["x.safetensors"]);
    }

    private static string ErrorOf(byte[] file) => Assert.Throws<SafeTensorsException>(() => Read(file)).Message;

    private static SafeTensorEntry Floats(string name, long[] dims, params float[] values) =>
        new(name, ElementType.Float32, dims, MemoryMarshal.AsBytes<float>(values).ToArray());

    [Fact]
    public void Reads_a_file_made_by_hand()
    {
        var content = Read(Build(HandHeader, HandData));
        Assert.Equal(["w", "b"], content.Tensors.Keys);
        Assert.Equal("1", Assert.Single(content.Metadata, pair => pair.Key == "a").Value);
        var w = content.Tensors["w"];
        Assert.Equal((ElementType.Float32, "w"), (w.Type, w.Name));
        Assert.Equal([2], w.Dims);
        Assert.Equal([1.5f, -2f], MemoryMarshal.Cast<byte, float>(w.Data.Span).ToArray());
        Assert.Empty(content.Tensors["b"].Dims);
        Assert.Equal([7], content.Tensors["b"].Data.ToArray());
    }

    [Fact]
    public void Writes_the_file_made_by_hand_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        SafeTensorEntry[] tensors = [new("b", ElementType.UInt8, [], new byte[] { 7 }), Floats("w", [2], 1.5f, -2f)];
        SafeTensorsFile.Write(folder["x"], tensors, new Dictionary<string, string> { ["a"] = "1" });
        Assert.Equal(Build(HandHeader, HandData), File.ReadAllBytes(folder["x"]));
        Assert.Equal(["x"], folder.Files);
    }

    [Fact]
    public void Everything_written_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var types = Enum.GetValues<ElementType>().Where(type => type.Size() > 0).ToArray();
        var tensors = types
            .Select(type => new SafeTensorEntry(
                $"layer/{type} \"ä\n層😀",
                type,
                [2, 3],
                Bytes(6 * type.Size(), (int)type)
            ))
            .Append(new("empty", ElementType.Float32, [0, 5], default))
            .Append(new("", ElementType.Float64, [], Bytes(8, 1)))
            .ToArray();
        Dictionary<string, string> metadata = new() { ["format"] = "pt", ["ключ"] = "значение \u0001" };

        SafeTensorsFile.Write(folder["x"], tensors, metadata);
        var content = SafeTensorsFile.Read(folder["x"]);

        Assert.Equal(metadata, content.Metadata.ToDictionary());
        Assert.Equal(tensors.Select(tensor => tensor.Name).Order(), content.Tensors.Keys.Order());
        foreach (var tensor in tensors)
        {
            var read = content.Tensors[tensor.Name];
            Assert.Equal(tensor.Type, read.Type);
            Assert.Equal(tensor.Dims, read.Dims);
            Assert.Equal(tensor.Data.ToArray(), read.Data.ToArray());
        }
    }

    [Fact]
    public void No_tensors_are_a_file_too()
    {
        using var folder = new TemporaryFolder();
        SafeTensorsFile.Write(folder["x"], []);
        Assert.Equal(Build("{}      ", []), File.ReadAllBytes(folder["x"]));
        Assert.Empty(SafeTensorsFile.Read(folder["x"]).Tensors);
    }

    [Fact]
    public void The_file_is_the_same_under_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Writes_the_file_made_by_hand_byte_for_byte();
            Reads_a_file_made_by_hand();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("""[]""", "does not begin with a brace")]
    [InlineData("", "does not begin with a brace")]
    [InlineData(""" {}""", "does not begin with a brace")]
    [InlineData("""{"w":""", "not JSON")]
    [InlineData("""{} {}""", "not JSON")]
    [InlineData("""{"w":{"dtype":"U8","shape":[9],"data_offsets":[0,9]},}""", "not JSON")]
    [InlineData("""{"w":{"dtype":"U8","shape":[[9]],"data_offsets":[0,9]}}""", "not JSON")]
    [InlineData("""{"w":{"dtype":"\ud800","shape":[9],"data_offsets":[0,9]}}""", "broken text")]
    [InlineData("""{"w":7}""", "Number at \"w\"")]
    [InlineData("""{"w":{"dtype":"U8","shape":[9]}}""", "without all of its keys")]
    [InlineData("""{"w":{"dtype":"U8","shape":[9],"shape":[9],"data_offsets":[0,9]}}""", "the key \"shape\"")]
    [InlineData("""{"w":{"dtype":"U8","shape":[9],"data_offsets":[0,9],"extra":1}}""", "the key \"extra\"")]
    [InlineData(
        """{"w":{"dtype":"F8_E4M3","shape":[9],"data_offsets":[0,9]}}""",
        "of type \"F8_E4M3\"; expected one of BOOL, U8"
    )]
    [InlineData("""{"w":{"dtype":null,"shape":[9],"data_offsets":[0,9]}}""", "Null at \"w, dtype\"")]
    [InlineData("""{"w":{"dtype":"U8","shape":[-9],"data_offsets":[0,9]}}""", "whole numbers from 0 on")]
    [InlineData("""{"w":{"dtype":"U8","shape":[9.0],"data_offsets":[0,9]}}""", "whole numbers from 0 on")]
    [InlineData("""{"w":{"dtype":"U8","shape":["9"],"data_offsets":[0,9]}}""", "whole numbers from 0 on")]
    [InlineData(
        """{"w":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,9]}}""",
        "whole numbers from 0 on"
    )]
    [InlineData(
        """{"w":{"dtype":"U8","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,9]}}""",
        "fits 64 bits"
    )]
    [InlineData("""{"w":{"dtype":"U8","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}""", "fits 64 bits")]
    [InlineData(
        """{"w":{"dtype":"U8","shape":[8],"data_offsets":[0,9]}}""",
        "with 9 bytes; expected 8 for U8 of shape (8,)"
    )]
    [InlineData("""{"w":{"dtype":"U16","shape":[9],"data_offsets":[0,9]}}""", "expected 18 for U16")]
    [InlineData("""{"w":{"dtype":"U8","shape":[9],"data_offsets":[9,0]}}""", "at [9, 0]")]
    [InlineData("""{"w":{"dtype":"U8","shape":[9],"data_offsets":[0,9,9]}}""", "at [0, 9, 9]")]
    [InlineData("""{"w":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "9 bytes of data; expected 8")]
    [InlineData("""{"w":{"dtype":"U8","shape":[10],"data_offsets":[0,10]}}""", "9 bytes of data; expected 10")]
    [InlineData("""{"w":{"dtype":"U8","shape":[8],"data_offsets":[1,9]}}""", "expected it to begin at 0")]
    [InlineData(
        """{"w":{"dtype":"U8","shape":[5],"data_offsets":[0,5]},"v":{"dtype":"U8","shape":[5],"data_offsets":[4,9]}}""",
        "\"v\" at [4, 9]; expected it to begin at 5"
    )]
    [InlineData(
        """{"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"v":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}}""",
        "\"v\" at [5, 9]; expected it to begin at 4"
    )]
    [InlineData(
        """{"w":{"dtype":"U8","shape":[5],"data_offsets":[0,5]},"w":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}}""",
        "the name \"w\" twice"
    )]
    [InlineData("""{"__metadata__":{"a":1}}""", "Number at \"__metadata__, a\"")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", "the key \"a\" twice")]
    [InlineData("""{"__metadata__":[]}""", "an object of texts")]
    [InlineData("""{}""", "9 bytes of data; expected 0")]
    public void Refuses_a_header_that_is_wrong(string header, string part)
    {
        var message = ErrorOf(Build(header, HandData));
        Assert.Contains(part, message);
        Assert.Matches("^In .*x\\.safetensors came .*; expected .*\\. The file is damaged .*\\.$", message);
    }

    [Fact]
    public void Refuses_a_header_longer_than_the_file_without_an_array_of_that_size()
    {
        var file = Build(HandHeader, HandData);
        foreach (var length in new ulong[] { 146, 1 << 30, long.MaxValue, ulong.MaxValue })
        {
            BinaryPrimitives.WriteUInt64LittleEndian(file, length);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Contains($"a header of {length} bytes", ErrorOf(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }
    }

    [Fact]
    public void Refuses_a_file_cut_anywhere()
    {
        var file = Build(HandHeader, HandData);
        using var folder = new TemporaryFolder();
        for (var length = 0; length < file.Length; length++)
        {
            File.WriteAllBytes(folder["x"], file[..length]);
            Assert.Throws<SafeTensorsException>(() => SafeTensorsFile.Read(folder["x"]));
        }
    }

    [Fact]
    public void A_damaged_file_gives_whole_tensors_or_our_error_and_nothing_else()
    {
        var random = new Random(11);
        var original = Build(HandHeader, HandData);
        using var folder = new TemporaryFolder();
        var refused = 0;
        // KERASHARP_FUZZ sets another number of files.
        int files = int.TryParse(Environment.GetEnvironmentVariable("KERASHARP_FUZZ"), out int told) ? told : 2000;
        for (var i = 0; i < files; i++)
        {
            File.WriteAllBytes(folder["x"], Damage(original, random));
            try
            {
                foreach (var tensor in SafeTensorsFile.Read(folder["x"]).Tensors.Values)
                {
                    var count = tensor.Dims.Aggregate(1L, (product, dim) => product * dim);
                    Assert.Equal(count * tensor.Type.Size(), tensor.Data.Length);
                }
            }
            catch (SafeTensorsException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, files / 2, files);
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        var damaged = file.ToList();
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(damaged.Count);
            switch (random.Next(5))
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
                case 3:
                    damaged.RemoveAt(at);
                    break;
                default:
                    // A piece of the file over another one: still JSON-like, more often than noise.
                    var length = random.Next(1, 20);
                    for (var i = 0; i < length && at + i < damaged.Count; i++)
                        damaged[at + i] = file[(at + (7 * length) + i) % file.Length];
                    break;
            }
        }
        return [.. damaged];
    }

    [Fact]
    public void Refuses_to_write_what_could_not_be_read()
    {
        using var folder = new TemporaryFolder();
        Refuses("named \"__metadata__\"", Floats("__metadata__", [1], 1));
        Refuses("Two tensors named \"w\"", Floats("w", [1], 1), Floats("w", [1], 2));
        Refuses("came with 4 bytes", Floats("w", [2], 1));
        Refuses("shape (-1,)", Floats("w", [-1], 1));
        Refuses("of type String", new SafeTensorEntry("w", ElementType.String, [1], Bytes(4, 1)));
        Assert.Empty(folder.Files);

        void Refuses(string part, params SafeTensorEntry[] tensors) =>
            Assert.Contains(
                part,
                Assert.Throws<ArgumentException>(() => SafeTensorsFile.Write(folder["x"], tensors)).Message
            );
    }

    private static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}

using System.Text;

namespace Kerasharp.Datasets.Tests;

public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_what_numpy_writes()
    {
        // numpy.save of numpy.arange(6, dtype="<i4").reshape(2, 3), NumPy 1.24.
        byte[] file = File([1, 0], "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }", [0, 1, 2, 3, 4, 5]);

        var array = NpyFile.Read(new MemoryStream(file), "six");

        Assert.Equal(typeof(int), array.ElementType);
        Assert.Equal([2, 3], array.Lengths);
        Assert.Equal([0, 1, 2, 3, 4, 5], [.. array.ToTensor<int>()]);
    }

    [Fact]
    public void Turns_fortran_s_order_round()
    {
        byte[] file = File([2, 0], "{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }", [0, 3, 1, 4, 2, 5]);

        Assert.Equal([0, 1, 2, 3, 4, 5], [.. NpyFile.Read(new MemoryStream(file), "six").ToTensor<int>()]);
    }

    [Fact]
    public void Turns_big_endian_numbers_round()
    {
        byte[] file = File([1, 0], "{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }", [1 << 24, 2 << 16]);

        Assert.Equal([1, 512], [.. NpyFile.Read(new MemoryStream(file), "two").ToTensor<int>()]);
    }

    [Theory]
    [InlineData()]
    [InlineData(4)]
    [InlineData(2, 3, 5)]
    [InlineData(0, 3)]
    public void Reads_what_it_writes(params int[] lengths)
    {
        string path = Path.Combine(_folder.Path, "x.npy");
        int count = lengths.Aggregate(1, (a, b) => a * b);
        var elements = Enumerable.Range(0, count).Select(i => i * 0.5).ToArray();
        byte[] bytes = new byte[count * 8];
        Buffer.BlockCopy(elements, 0, bytes, 0, bytes.Length);

        NpyFile.Write(path, new NpyArray(typeof(double), Array.ConvertAll(lengths, l => (long)l), bytes));
        var array = NpyFile.Read(path);

        Assert.Equal(Array.ConvertAll(lengths, l => (long)l), array.Lengths);
        Assert.Equal(bytes, array.Bytes);
        Assert.Equal(0, (new FileInfo(path).Length - bytes.Length) % 64);
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 4), }", "takes 32")]
    [InlineData(
        "{'descr': '<i4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }",
        "more than any file has"
    )]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (6,), }", "a type that its header does not tell")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (3,), }", "numbers and truth values can be read")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (-6,), }", "whole numbers were expected")]
    [InlineData("{'descr': '<i4', 'fortran_order': False}", "without a shape")]
    public void Refuses_headers_that_do_not_fit(string header, string part)
    {
        byte[] file = File([1, 0], header, [0, 1, 2, 3, 4, 5]);

        var error = Assert.Throws<DatasetFormatException>(() => NpyFile.Read(new MemoryStream(file), "six"));

        Assert.Contains(part, error.Message);
    }

    [Fact]
    public void Damaged_files_end_in_our_exception()
    {
        byte[] whole = File([1, 0], "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", [0, 1, 2, 3, 4, 5]);
        var random = new Random(1);
        for (int i = 0; i < Damage.Count; i++)
        {
            byte[] damaged = [.. whole[..random.Next(whole.Length + 1)]];
            for (int k = random.Next(4); k > 0 && damaged.Length > 0; k--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                NpyFile.Read(new MemoryStream(damaged), "damaged");
            }
            catch (DatasetFormatException)
            {
                // As it should be.
            }
        }
    }

    private static byte[] File(byte[] version, string header, int[] elements)
    {
        string padded = header + new string(' ', 117 - header.Length) + "\n";
        byte[] length = version[0] == 1 ? [118, 0] : [118, 0, 0, 0];
        var bytes = new byte[elements.Length * 4];
        Buffer.BlockCopy(elements, 0, bytes, 0, bytes.Length);
        return [0x93, .. "NUMPY"u8, .. version, .. length, .. Encoding.Latin1.GetBytes(padded), .. bytes];
    }
}

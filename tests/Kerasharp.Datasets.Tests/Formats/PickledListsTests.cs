namespace Kerasharp.Datasets.Tests;

public class PickledListsTests
{
    private static int[][] Read(byte[] pickle) => new PickledLists(pickle, "some.npy").Read();

    private static string ErrorOf(byte[] pickle) => Assert.Throws<DatasetFormatException>(() => Read(pickle)).Message;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Reads_what_python_writes(int protocol) =>
        Assert.Equal(PickleBytes.Expected, Read(PickleBytes.Bytes(protocol)));

    [Fact]
    public void Reads_what_the_tests_write() =>
        Assert.Equal(
            [
                [7, -1],
                [],
                [65536],
            ],
            Read(
                PickleBytes.Pickle([
                    [7, -1],
                    [],
                    [65536],
                ])
            )
        );

    [Fact]
    public void Refuses_a_pickle_that_runs_something()
    {
        var error = ErrorOf(Convert.FromBase64String(PickleBytes.Command));
        Assert.Contains("system' at byte", error);
        Assert.Contains("expected an array of lists of whole numbers and nothing else", error);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("N.")]
    [InlineData("].")]
    [InlineData("K\u0001K\u0002.")]
    [InlineData("(.")]
    [InlineData("t.")]
    [InlineData("e.")]
    [InlineData("h\u0001.")]
    [InlineData("q\u0001.")]
    [InlineData("a.")]
    [InlineData("(]K\u0001Na.")]
    [InlineData("cnumpy\nndarray\n)R.")]
    [InlineData("cnumpy\nndarray\n)b.")]
    [InlineData("cbuiltins\neval\n.")]
    [InlineData("cnumpy")]
    [InlineData("I1\n.")]
    public void Refuses_other_programs(string program) =>
        Assert.Contains("of its pickle", ErrorOf(System.Text.Encoding.Latin1.GetBytes(program)));

    [Fact]
    public void Refuses_a_cut_anywhere()
    {
        var whole = PickleBytes.Bytes(4);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<DatasetFormatException>(() => Read(whole[..length]));
        Assert.Throws<DatasetFormatException>(() => Read([.. whole, (byte)'.']));
    }

    [Fact]
    public void Small_programs_for_many_objects_do_not_take_all_memory()
    {
        var lists = new byte[5_000_000];
        Array.Fill(lists, (byte)']');
        Assert.Contains("objects at once", ErrorOf(lists));
        Array.Fill(lists, (byte)'(');
        Assert.Contains("open lists", ErrorOf(lists));
    }

    [Fact]
    public void A_list_named_again_and_again_does_not_multiply()
    {
        // The last list of the array is put into it 50,000 times more by two bytes each.
        int[][] one =
        [
            [.. Enumerable.Range(0, 1000)],
        ];
        var pickle = PickleBytes.Pickle(one).ToList();
        pickle.InsertRange(
            pickle.Count - 4,
            [(byte)'q', 9, .. Enumerable.Repeat<byte[]>([(byte)'h', 9], 50_000).SelectMany(b => b)]
        );
        var shape = pickle.IndexOf((byte)'J');
        BitConverter.TryWriteBytes(
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pickle)[(shape + 1)..],
            50_001
        );
        Assert.Contains("more numbers than its bytes can hold", ErrorOf([.. pickle]));
    }

    [Fact]
    public void Damaged_pickles_end_in_our_exception()
    {
        var refused = Damage.Refused(PickleBytes.Bytes(2), file => Read(file));
        refused += Damage.Refused(PickleBytes.Bytes(4), file => Read(file));
        Assert.InRange(refused, Damage.Count, 2 * Damage.Count);
    }
}

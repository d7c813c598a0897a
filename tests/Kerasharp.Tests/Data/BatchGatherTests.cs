using Kerasharp.Data;

namespace Kerasharp.Tests.Data;

public class BatchGatherTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(3136)]
    public unsafe void RowsComeInTheOrderAskedFor(int rowBytes)
    {
        var source = new byte[50 * rowBytes];
        new Random(1).NextBytes(source);
        int[] order = [49, 0, 7, 7, 31, 2];
        // What lies behind the batch must stay as it is.
        var batch = Enumerable.Repeat((byte)0xEE, (order.Length + 1) * rowBytes).ToArray();
        fixed (
            byte* from = source,
                to = batch
        )
            BatchGather.Copy(from, rowBytes, order, to);

        var expected = order
            .SelectMany(row => source.AsSpan(row * rowBytes, rowBytes).ToArray())
            .Concat(Enumerable.Repeat((byte)0xEE, rowBytes));
        Assert.Equal(expected, batch);
    }
}

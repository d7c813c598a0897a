using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class SipHashTests
{
    // The bytes 0, 1, 2, ... under the key 0, 1, ..., 15: appendix A of the paper (15 bytes), and its reference code's vectors.
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(1, 0x74f839c593dc67fd)]
    [InlineData(8, 0x93f5f5799a932462)]
    [InlineData(15, 0xa129ca6149be45e5)]
    public void Hashes_are_those_that_are_published(int length, ulong expected)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        Assert.Equal(expected, SipHash.Of(bytes, 0x0706050403020100, 0x0f0e0d0c0b0a0908));
    }
}

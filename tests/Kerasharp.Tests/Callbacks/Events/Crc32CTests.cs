using System.Text;
using Kerasharp.Callbacks.Events;

namespace Kerasharp.Tests.Callbacks.Events;

public class Crc32CTests
{
    /// <summary>The vectors of RFC 3720, B.4, and the usual check value.</summary>
    [Fact]
    public void KnownChecksums()
    {
        byte[] ascending = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        Assert.Equal(0xE3069283, Crc32C.Of(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Of(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, Crc32C.Of(ascending));
        Assert.Equal(0u, Crc32C.Of([]));
        for (int length = 0; length <= 32; length++)
            Assert.Equal(EventReader.Crc(ascending.AsSpan(0, length)), Crc32C.Of(ascending.AsSpan(0, length)));
    }

    [Fact]
    public void TheMaskTurnsAndAdds() =>
        Assert.Equal(
            unchecked(((0xE3069283 >> 15) | (0xE3069283 << 17)) + 0xA282EAD8),
            Crc32C.Masked(Encoding.ASCII.GetBytes("123456789"))
        );
}

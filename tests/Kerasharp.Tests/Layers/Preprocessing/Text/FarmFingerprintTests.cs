using System.Text;
using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

public class FarmFingerprintTests
{
    // From Guava's FarmHashFingerprint64Test: 4, 32 and 256 bytes.
    [Theory]
    [InlineData(1, 8581389452482819506)]
    [InlineData(8, -4196240717365766262)]
    [InlineData(64, 3500507768004279527)]
    public void Fingerprints_are_those_that_are_published(int times, long expected)
    {
        string text = string.Concat(Enumerable.Repeat("test", times));
        Assert.Equal(unchecked((ulong)expected), FarmFingerprint.Of(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Guava's test of many lengths: texts grow by what their fingerprints say, and one number holds them all.</summary>
    [Fact]
    public void All_lengths_up_to_3200_are_right()
    {
        var text = new byte[3200];
        int length = 0;
        ulong all = 0;

        void Append(int of)
        {
            all ^= FarmFingerprint.Of(text.AsSpan(0, of));
            all = (all ^ (all >> 41)) * 949921979;
            text[length++] = (byte)('a' + (all & 0xfffff) % 26);
        }

        for (int i = 0; i < 800; i++)
        {
            Append(i);
            Append(i * i % length);
            Append(i * i * i % length);
            Append(length);
            int last = text[length - 1];
            int second = text[length - 2];
            int third = text[length - 3];
            int middle = text[length / 2];
            text[((last << 16) + (second << 8) + third) % length] ^= (byte)middle;
            text[((second << 16) + (third << 8) + middle) % length] ^= (byte)i;
        }
        Assert.Equal(0x7a1d67c50ec7e167UL, all);
    }
}

using System.Text;

namespace Kerasharp.Layers;

/// <summary>Strings by their hash in so many buckets: FarmHash's fingerprint, or SipHash under a salt, as TensorFlow has it.</summary>
internal sealed class StringBuckets(int count, HashSalt? salt, Encoding encoding)
{
    private const int OnStack = 256;

    /// <summary>The bucket of a string.</summary>
    public long Of(string text) => (long)(Hash(text) % (ulong)count);

    private ulong Hash(string text)
    {
        int most = encoding.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        bytes = bytes[..encoding.GetBytes(text, bytes)];
        return salt is null ? FarmFingerprint.Of(bytes) : SipHash.Of(bytes, (ulong)salt[0], (ulong)salt[1]);
    }
}

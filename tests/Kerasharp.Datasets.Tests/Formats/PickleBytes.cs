using System.Text;

namespace Kerasharp.Datasets.Tests;

/// <summary>Pickles that Python 3.11 with NumPy 1.24 made, and arrays of lists made of them.</summary>
internal static class PickleBytes
{
    /// <summary>pickle.dumps of an array of the objects [[1, 2, 300], [70000, 5], [], [2147483647, 0, 255, 256]], by protocol.</summary>
    public static readonly Dictionary<int, string> Lists = new()
    {
        [2] =
            "gAJjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAGNudW1weQpuZGFycmF5CnEBSwCFcQJjX2NvZGVjcwplbmNvZGUKcQNYAQAAAGJxBFgGAAAAbGF0aW4xcQWGcQZScQeHcQhScQkoSwFLBIVxCmNudW1weQpkdHlwZQpxC1gCAAAATzhxDImIh3ENUnEOKEsDWAEAAAB8cQ9OTk5K/////0r/////Sz90cRBiiV1xEShdcRIoSwFLAk0sAWVdcRMoSnARAQBLBWVdcRRdcRUoSv///39LAEv/TQABZWV0cRZiLg==",
        [3] =
            "gANjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAGNudW1weQpuZGFycmF5CnEBSwCFcQJDAWJxA4dxBFJxBShLAUsEhXEGY251bXB5CmR0eXBlCnEHWAIAAABPOHEIiYiHcQlScQooSwNYAQAAAHxxC05OTkr/////Sv////9LP3RxDGKJXXENKF1xDihLAUsCTSwBZV1xDyhKcBEBAEsFZV1xEF1xEShK////f0sAS/9NAAFlZXRxEmIu",
        [4] =
            "gASVsQAAAAAAAACMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwSFlGgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LP3SUYoldlChdlChLAUsCTSwBZV2UKEpwEQEASwVlXZRdlChK////f0sAS/9NAAFlZXSUYi4=",
        [5] =
            "gAWVsQAAAAAAAACMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwSFlGgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LP3SUYoldlChdlChLAUsCTSwBZV2UKEpwEQEASwVlXZRdlChK////f0sAS/9NAAFlZXSUYi4=",
    };

    /// <summary>An object whose unpickling runs a command.</summary>
    public const string Command = "gAJjcG9zaXgKc3lzdGVtCnEAWAQAAAB0cnVlcQGFcQJScQMu";

    /// <summary>numpy.savez_compressed(x=arange(6, dtype="&lt;f4").reshape(2, 3), y=array([3, 1, 2], dtype="&lt;i8")).</summary>
    public const string Npz =
        "UEsDBBQAAAAIAAAAIQBP6QAqVQAAAJgAAAAFABQAeC5ucHkBABAAmAAAAAAAAABVAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1CmQDLgYwaLAHEg5ABMQNQLzAAQBQSwMEFAAAAAgAAAAhAN/pDLJNAAAAmAAAAAUAFAB5Lm5weQEAEACYAAAAAAAAAE0AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaxjqaOgq1ChQALmYGCGCE0kxQGgBQSwECFAMUAAAACAAAACEAT+kAKlUAAACYAAAABQAAAAAAAAAAAAAAgAEAAAAAeC5ucHlQSwECFAMUAAAACAAAACEA3+kMsk0AAACYAAAABQAAAAAAAAAAAAAAgAGMAAAAeS5ucHlQSwUGAAAAAAIAAgBmAAAAEAEAAAAA";

    /// <summary>What <see cref="Lists"/> hold.</summary>
    public static readonly int[][] Expected =
    [
        [1, 2, 300],
        [70000, 5],
        [],
        [2147483647, 0, 255, 256],
    ];

    public static byte[] Bytes(int protocol) => Convert.FromBase64String(Lists[protocol]);

    /// <summary>A .npy file of a pickle.</summary>
    public static byte[] Npy(byte[] pickle, int count) =>
        [.. Header($"{{'descr': '|O', 'fortran_order': False, 'shape': ({count},), }}"), .. pickle];

    /// <summary>A .npy file of numbers.</summary>
    public static byte[] Npy<T>(string type, string shape, T[] values)
        where T : unmanaged =>
        [
            .. Header($"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape}), }}"),
            .. System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values),
        ];

    /// <summary>A pickle of an array of lists, as NumPy writes it with protocol 3, made here.</summary>
    public static byte[] Pickle(int[][] lists)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write([0x80, 3]);
        writer.Write("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n"u8);
        writer.Write([(byte)'K', 0, 0x85, (byte)'C', 1, (byte)'b', 0x87, (byte)'R', (byte)'(', (byte)'K', 1]);
        writer.Write((byte)'J');
        writer.Write(lists.Length);
        writer.Write((byte)0x85);
        writer.Write("cnumpy\ndtype\n"u8);
        writer.Write([(byte)'X', 2, 0, 0, 0, (byte)'O', (byte)'8', (byte)'K', 0, (byte)'K', 1, 0x87, (byte)'R', 0x89]);
        writer.Write("]("u8);
        foreach (var list in lists)
        {
            writer.Write("]("u8);
            foreach (var number in list)
            {
                writer.Write((byte)'J');
                writer.Write(number);
            }
            writer.Write((byte)'e');
        }
        writer.Write("etb."u8);
        return bytes.ToArray();
    }

    private static byte[] Header(string text)
    {
        var padded = text + new string(' ', 117 - text.Length) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.Latin1.GetBytes(padded)];
    }
}

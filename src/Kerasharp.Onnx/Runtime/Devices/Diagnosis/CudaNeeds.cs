using System.Globalization;

namespace Kerasharp.Onnx.Runtime;

/// <summary>Which CUDA and cuDNN ONNX Runtime's CUDA provider was built for, and the names of their libraries.</summary>
internal static class CudaNeeds
{
    private static readonly byte[][] CudaMarks = ["libcublas.so."u8.ToArray(), "cublas64_"u8.ToArray()];
    private static readonly byte[][] CudnnMarks = ["libcudnn.so."u8.ToArray(), "cudnn64_"u8.ToArray()];

    /// <summary>The major versions that a provider's library names among those that it is linked with; those of its ONNX Runtime's packages if it names none.</summary>
    /// <param name="provider">The library's file.</param>
    /// <param name="version">ONNX Runtime's version.</param>
    public static (int Cuda, int Cudnn) Read(string provider, string version)
    {
        var usual = ByVersion(version);
        if (!File.Exists(provider))
            return usual;
        int cuda = 0;
        int cudnn = 0;
        using var file = File.OpenRead(provider);
        var buffer = new byte[1 << 20];
        // What a mark begins at the end of a part is found at the beginning of the next.
        const int Overlap = 32;
        int kept = 0;
        for (int read; (read = file.Read(buffer, kept, buffer.Length - kept)) > 0; )
        {
            var part = buffer.AsSpan(0, kept + read);
            cuda = cuda > 0 ? cuda : Number(part, CudaMarks);
            cudnn = cudnn > 0 ? cudnn : Number(part, CudnnMarks);
            if (cuda > 0 && cudnn > 0)
                break;
            kept = Math.Min(Overlap, part.Length);
            part[^kept..].CopyTo(buffer);
        }
        return (cuda > 0 ? cuda : usual.Cuda, cudnn > 0 ? cudnn : usual.Cudnn);
    }

    /// <summary>What the package Microsoft.ML.OnnxRuntime.Gpu of a version is built for.</summary>
    public static (int Cuda, int Cudnn) ByVersion(string version) =>
        int.TryParse(version.Split('.').ElementAtOrDefault(1), CultureInfo.InvariantCulture, out int minor)
        && minor < 19
            ? (11, 8)
            : (12, 9);

    /// <summary>The oldest driver that runs a CUDA of a major version.</summary>
    public static string Driver(int cuda, NativeSystem system) =>
        (cuda, system) switch
        {
            (11, NativeSystem.Windows) => "452.39",
            (11, _) => "450.80.02",
            (12, NativeSystem.Windows) => "527.41",
            (12, _) => "525.60.13",
            _ => "580.65",
        };

    /// <summary>The libraries of CUDA and cuDNN that the provider loads.</summary>
    public static IReadOnlyList<string> Libraries((int Cuda, int Cudnn) needs, NativeSystem system)
    {
        int fft = needs.Cuda - 1;
        (string, int)[] names =
            system == NativeSystem.Windows
                ?
                [
                    ("cudart64", needs.Cuda == 11 ? 110 : needs.Cuda),
                    ("cublas64", needs.Cuda),
                    ("cublasLt64", needs.Cuda),
                    ("cufft64", fft),
                    ("cudnn64", needs.Cudnn),
                ]
                :
                [
                    ("libcudart", needs.Cuda),
                    ("libcublas", needs.Cuda),
                    ("libcublasLt", needs.Cuda),
                    ("libcufft", fft),
                    ("libcudnn", needs.Cudnn),
                ];
        return
        [
            .. names.Select(n =>
                system == NativeSystem.Windows ? FormattableString.Invariant($"{n.Item1}_{n.Item2}.dll")
                : n.Item1 == "libcudart" && n.Item2 == 11 ? "libcudart.so.11.0"
                : FormattableString.Invariant($"{n.Item1}.so.{n.Item2}")
            ),
        ];
    }

    private static int Number(ReadOnlySpan<byte> bytes, byte[][] marks)
    {
        foreach (byte[] mark in marks)
        {
            int at = bytes.IndexOf(mark);
            if (at < 0)
                continue;
            int number = 0;
            for (int i = at + mark.Length; i < bytes.Length && bytes[i] is >= (byte)'0' and <= (byte)'9'; i++)
                number = 10 * number + bytes[i] - '0';
            if (number > 0)
                return number;
        }
        return 0;
    }
}

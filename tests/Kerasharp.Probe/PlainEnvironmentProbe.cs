using System.Runtime.InteropServices;
using Kerasharp.Layers;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Probe;

/// <summary>
/// Trains in a process in which somebody else made ONNX Runtime's environment first, in its plain form, as an application does that
/// also uses Microsoft.ML.OnnxRuntime.
/// </summary>
internal static unsafe class PlainEnvironmentProbe
{
    private const uint AnyVersion = 17;
    private const int CreateEnv = 3;
    private const int Warning = 2;

    public static void Run()
    {
        MakePlainEnvironment();
        var (x, y) = ProbeData.Images(96);
        Utils.SetRandomSeed(1);
        using var model = new Sequential([
            new Input(8, 8, 1),
            new Conv2D(8, kernelSize: 3, activation: "relu"),
            new Flatten(),
            new Dropout(0.1),
            new Dense(8, activation: "softmax"),
        ]);
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy");
        History history = model.Fit(x, y, batchSize: 32, epochs: 20, verbose: 0);
        Console.WriteLine($"shares threads: {OrtEnvironment.SharesThreads}");
        Console.WriteLine(FormattableString.Invariant($"first loss: {history["loss"][0]:R}"));
        Console.WriteLine(FormattableString.Invariant($"last loss: {history["loss"][^1]:R}"));
    }

    /// <summary>As the other binding does it: by the C API alone, nothing of Kerasharp's runtime being loaded yet.</summary>
    private static void MakePlainEnvironment()
    {
        nint library = NativeLibrary.Load(NativeLibrarySearch.Current().Find());
        nint* apiBase = ((delegate* unmanaged<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();
        nint* api = ((delegate* unmanaged<uint, nint*>)apiBase[0])(AnyVersion);
        nint environment = 0;
        fixed (byte* id = "somebody else"u8)
        {
            nint status = ((delegate* unmanaged<int, byte*, nint*, nint>)api[CreateEnv])(Warning, id, &environment);
            if (status != 0 || environment == 0)
                throw new InvalidOperationException("The plain environment could not be made.");
        }
    }
}

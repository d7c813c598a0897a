using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kerasharp.Callbacks;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Probe;

/// <summary>
/// Trains with a backup, so that it can be killed and started again, and prints the bits of what it ends with. Without a folder it trains
/// in one go.
/// </summary>
internal static class ResumeProbe
{
    private const int BatchesBetweenBackups = 2;

    public static void Run(string? folder)
    {
        var (x, y) = ProbeData.Images(101);
        // What is restored has the seed of the process that began; that of one that goes on must not matter.
        bool goesOn =
            folder is not null && Directory.Exists(folder) && Directory.GetFiles(folder, "*.backup").Length > 0;
        Utils.SetRandomSeed(goesOn ? 1000 + Environment.ProcessId : 5);
        using var model = new Sequential([
            new Input(8, 8, 1),
            new Conv2D(4, kernelSize: 3, padding: "same", activation: "relu", name: "conv"),
            new BatchNormalization(name: "norm"),
            new Flatten(name: "flat"),
            new Dropout(0.3, name: "drop"),
            new Dense(8, activation: "softmax", name: "dense"),
        ]);
        model.Compile(
            new Adam(new ExponentialDecay(0.01, decaySteps: 10, decayRate: 0.9), useEma: true, emaMomentum: 0.9),
            "sparse_categorical_crossentropy",
            metrics: ["accuracy"]
        );
        Console.WriteLine("begins");
        // A pause between steps spreads kills over all of a run.
        var pause = new LambdaCallback(onTrainBatchEnd: (_, _) => Thread.Sleep(folder is null ? 0 : 2));
        var early = new EarlyStopping(monitor: "val_loss", patience: 3, restoreBestWeights: true);
        Callback[] callbacks = folder is null
            ? [early]
            : [new BackupAndRestore(folder, BatchesBetweenBackups, deleteCheckpoint: true), early, pause];
        var history = model.Fit(
            x,
            y,
            batchSize: 16,
            epochs: 12,
            verbose: 0,
            validationSplit: 0.2,
            callbacks: callbacks
        );
        foreach (string name in history.Names)
            Console.WriteLine(
                $"{name} {string.Join(' ', history[name].Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}"
            );
        float[] weights = [.. model.GetWeights().SelectMany(w => w)];
        Console.WriteLine(
            $"weights {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(weights)))}"
        );
    }
}

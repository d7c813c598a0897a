using System.Globalization;
using System.Runtime.CompilerServices;
using Kerasharp.Layers;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Probe;

/// <summary>Prints how much memory the process holds, and how many native objects live, as training goes on and models come and go.</summary>
internal static class MemoryProbe
{
    /// <summary>One model, 20,000 steps.</summary>
    public static void RunSteps()
    {
        const int stepsPerEpoch = 10;
        var (x, y) = ProbeData.Points(32 * stepsPerEpoch);
        using var model = new Sequential([
            new Input(4),
            new Dense(32, activation: "relu"),
            new Dropout(0.1),
            new Dense(16, activation: "relu"),
            new Dense(3, activation: "softmax"),
        ]);
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        for (int step = 1000; step <= 20000; step += 1000)
        {
            model.Fit(x, y, batchSize: 32, epochs: 1000 / stepsPerEpoch, verbose: 0);
            if (step is 2000 or 20000)
                Report("step", step);
        }
    }

    /// <summary>200 models, dropped without a word.</summary>
    public static void RunModels()
    {
        for (int count = 1; count <= 200; count++)
        {
            UseAModel(count);
            // The collector decides when: a program that makes models does not call it either.
            if (count % 50 == 0)
                Report("model", count);
        }
    }

    /// <summary>One model with 128 MB of weights: a session for training, one for measuring, one for predicting.</summary>
    public static void RunSessions()
    {
        const int width = 4096;
        float[,] x = new float[8, width];
        float[,] y = new float[8, width];
        using var model = new Sequential([
            new Input(width),
            new Dense(width, activation: "relu", useBias: false),
            new Dense(width, useBias: false),
        ]);
        model.Compile(optimizer: "sgd", loss: "mse");
        model.Fit(x, y, batchSize: 8, epochs: 1, verbose: 0);
        Report("sessions", 1);
        model.Evaluate(x, y, batchSize: 8, verbose: 0);
        Report("sessions", 2);
        model.Predict(x, batchSize: 8);
        Report("sessions", 3);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseAModel(int number)
    {
        var (x, y) = ProbeData.Images(32);
        var model = new Sequential([
            new Input(8, 8, 1),
            new Conv2D(8, kernelSize: 3, activation: "relu"),
            new BatchNormalization(),
            new MaxPooling2D(2),
            new Dropout(0.2),
            new Flatten(),
            new Dense(8, activation: "softmax"),
        ]);
        model.Compile(
            optimizer: number % 2 == 0 ? "adam" : "sgd",
            loss: "sparse_categorical_crossentropy",
            metrics: ["accuracy"]
        );
        model.Fit(x, y, batchSize: 16, epochs: 2, verbose: 0);
        model.Predict(x);
    }

    private static void Report(string what, int number)
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        Console.WriteLine(
            FormattableString.Invariant(
                $"{what} {number} anonymous {AnonymousKilobytes()} native {NativeObjects.LiveCount} managed {GC.GetTotalMemory(false) / 1024}"
            )
        );
    }

    /// <summary>The memory that is backed by no file; 0 where the system does not say.</summary>
    private static long AnonymousKilobytes()
    {
        const string name = "RssAnon:";
        if (!OperatingSystem.IsLinux())
            return 0;
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(
            line[name.Length..].Replace("kB", "", StringComparison.Ordinal),
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture
        );
    }
}

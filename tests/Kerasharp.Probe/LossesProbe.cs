using System.Security.Cryptography;
using Kerasharp.Layers;

namespace Kerasharp.Probe;

/// <summary>Prints the bits of a training: each epoch's loss, and a hash of the weights and of a prediction after it.</summary>
internal static class LossesProbe
{
    public static void Run(int seed, bool twice)
    {
        Train(seed);
        if (!twice)
            return;
        Console.WriteLine("again");
        Train(seed);
    }

    private static void Train(int seed)
    {
        // 101 examples: the last batch is smaller, a step of its own. The layers are large enough that kernels work in several parts.
        var (x, y) = ProbeData.Images(101);
        Utils.SetRandomSeed(seed);
        using var model = new Sequential([
            new Input(8, 8, 1),
            new Conv2D(16, kernelSize: 3, padding: "same", activation: "relu"),
            new BatchNormalization(),
            new Dropout(0.3),
            new MaxPooling2D(2),
            new Flatten(),
            new Dense(128, activation: "relu"),
            new Dropout(0.3),
            new Dense(8, activation: "softmax"),
        ]);
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        History history = model.Fit(x, y, batchSize: 32, epochs: 4, verbose: 0);
        foreach (double loss in history["loss"])
            Console.WriteLine(FormattableString.Invariant($"loss {loss:R} {BitConverter.DoubleToInt64Bits(loss):x16}"));
        float[] weights = [.. model.GetWeights().SelectMany(w => w)];
        float[] prediction = [.. model.Predict(x)];
        Console.WriteLine($"weights {Hash(weights)}");
        Console.WriteLine($"prediction {Hash(prediction)}");
    }

    private static string Hash(float[] numbers) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(numbers)));
}

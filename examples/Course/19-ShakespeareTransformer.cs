using System.Diagnostics;
using Kerasharp;
using Kerasharp.Data;
using Kerasharp.Generation;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>
/// A small transformer learns to write Shakespeare, character by character: at each place of a window of text it says which character
/// comes next, and it sees what stands before alone. What it writes goes back in, and so it goes on.
/// </summary>
internal static class ShakespeareTransformer
{
    private const int Window = 128;
    private const int Width = 128;
    private const int Blocks = 4;
    private const int Heads = 4;

    public static void Run(bool quick)
    {
        string data = Environment.GetEnvironmentVariable("KERASHARP_DATA") ?? "data";
        string text = File.ReadAllText(Path.Combine(data, "text", "tinyshakespeare", "input.txt"));
        char[] characters = [.. text.Distinct().Order()];
        var numbers = characters.Select((c, i) => (c, i)).ToDictionary(pair => pair.c, pair => pair.i);
        int[] tokens = [.. text.Select(c => numbers[c])];
        var (train, validation) = (tokens[..(tokens.Length * 9 / 10)], tokens[(tokens.Length * 9 / 10)..]);

        // Under 5 million characters, each window from anywhere: a character is seen some five times.
        int batch = quick ? 4 : 8;
        int steps = quick ? 20 : 4_800_000 / (batch * Window);
        int epochs = quick ? 1 : 4;
        Utils.SetRandomSeed(1);
        var windows = Dataset
            .Range(0, steps * batch)
            .Map((_, context) => At(train, context.Random.Next(train.Length - Window)), seed: 1)
            .Batch(batch)
            .Prefetch(4);
        // All of the rest, in windows one behind the other.
        int rest = quick ? 16 : (validation.Length - 1) / Window;
        var held = Dataset.Range(0, rest).Map(i => At(validation, i * Window)).Batch(64).Prefetch();

        using var model = Network(characters.Length);
        model.Compile(
            new AdamW(
                new CosineDecay(
                    0,
                    decaySteps: Math.Max(1, steps - steps / 50),
                    alpha: 0.05,
                    warmupTarget: 2e-3,
                    warmupSteps: steps / 50
                ),
                weightDecay: 0.1,
                beta2: 0.99,
                globalClipnorm: 1
            ),
            new SparseCategoricalCrossentropy(fromLogits: true)
        );
        Console.WriteLine(
            FormattableString.Invariant(
                $"{train.Length:N0} characters to learn from, {rest * Window:N0} to judge by, {characters.Length} different ones; {model.CountParams():N0} weights"
            )
        );

        var clock = Stopwatch.StartNew();
        // An epoch is a quarter of the way, for a line to look at.
        var history = model.Fit(
            windows,
            epochs: epochs,
            stepsPerEpoch: steps / epochs,
            validationData: held,
            verbose: quick ? 0 : 2
        );
        double seen = (double)batch * Window * (steps / epochs * epochs);
        Console.WriteLine(
            FormattableString.Invariant(
                $"after {seen / 1e6:F2} million characters in {clock.Elapsed.TotalMinutes:F1} minutes, {seen / clock.Elapsed.TotalSeconds:N0} a second:"
            )
        );
        Console.WriteLine(
            FormattableString.Invariant($"validation loss {history["val_loss"][^1]:F3} nats a character")
        );

        // A low temperature writes what is likely, again and again; a high one makes words of its own.
        int length = quick ? 20 : 400;
        foreach (double temperature in (double[])[0.5, 0.8, 1.1])
        {
            var sampler = new Sampler(temperature, topK: 20, seed: 1);
            Console.WriteLine(FormattableString.Invariant($"--- temperature {temperature}, of the likeliest 20"));
            foreach (int token in model.Generate([numbers['\n']], sampler).Take(length))
                Console.Write(characters[token]);
            Console.WriteLine();
        }
    }

    /// <summary>A window of text, and at each place of it the character that follows.</summary>
    private static Sample At(int[] tokens, int start) =>
        new(tokens[start..(start + Window)], tokens[(start + 1)..(start + 1 + Window)]);

    private static Sequential Network(int characters)
    {
        var model = new Sequential([
            new Input(Window) { ElementType = ElementType.Int32, Name = "characters" },
            new TokenAndPositionEmbedding(characters, Window, Width),
        ]);
        for (int i = 0; i < Blocks; i++)
            model.Add(new TransformerDecoder(4 * Width, Heads, activation: "gelu", normalizeFirst: true));
        return model.Add(new LayerNormalization(epsilon: 1e-5)).Add(new Dense(characters, name: "next"));
    }
}

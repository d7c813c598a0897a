using System.Diagnostics;
using System.Globalization;
using Kerasharp.Data;

namespace Kerasharp.Benchmarks;

/// <summary>
/// Streams ten gigabytes of generated samples through Map, Batch and Prefetch, and prints how fast and in how much memory; then how many
/// samples a second a pipeline turns and shifts. A line of JSON for each.
/// </summary>
internal static class Pipelines
{
    /// <summary>The name by which it is asked for.</summary>
    public const string Name = "pipeline";

    private const int Side = 28;
    private const int BatchSize = 128;

    public static void Run()
    {
        const long Bytes = 10_000_000_000;
        int samples = (int)(Bytes / (Side * Side * sizeof(float)));
        Measure(
            "stream 10 GB",
            samples,
            Dataset
                .FromEnumerable(pass => Generate(samples))
                .Map(s => s with { X = Scaled(s.X[0].ToArray<float>()) })
                .Batch(BatchSize)
                .Prefetch(2)
        );

        const int Images = 60_000;
        var x = new float[Images, Side, Side];
        var data = Dataset.FromTensors(x, new int[Images]).Shuffle(Images, seed: 1);
        Measure("copy rows", Images, data.Batch(BatchSize).Prefetch(2));
        Measure("turn and shift samples", Images, data.Map(Turned, seed: 2).Batch(BatchSize).Prefetch(2));
        Measure("turn and shift batches", Images, data.Batch(BatchSize).Map(TurnedBatch, seed: 2).Prefetch(2));
    }

    private static void Measure(string name, long samples, Dataset<Batch> data)
    {
        long start = Stopwatch.GetTimestamp();
        long bytes = 0;
        foreach (var batch in data)
            bytes += batch.X[0].Shape.ElementCount * sizeof(float);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"pipeline\": \"{name}\", \"gb\": {bytes / 1e9:0.00}, \"seconds\": {seconds:0.00}, \"samples_per_s\": {samples / seconds:0}, "
                    + $"\"gb_per_s\": {bytes / 1e9 / seconds:0.00}, \"peak_mb\": {process.PeakWorkingSet64 >> 20}}}"
            )
        );
    }

    private static IEnumerable<Sample> Generate(int count)
    {
        for (int i = 0; i < count; i++)
        {
            var image = new float[Side, Side];
            image[i % Side, i / Side % Side] = i;
            yield return new Sample(image, i % 10);
        }
    }

    private static float[] Scaled(float[] image)
    {
        for (int i = 0; i < image.Length; i++)
            image[i] *= 1 / 255f;
        return image;
    }

    private static Sample Turned(Sample sample, MapContext context)
    {
        var image = new float[Side * Side];
        Turn(sample.X[0].ToArray<float>(), image, context.Random);
        return sample with { X = image };
    }

    private static Batch TurnedBatch(Batch batch, MapContext context)
    {
        float[] from = batch.X[0].ToArray<float>();
        var to = new float[batch.Count, Side, Side];
        var flat = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref to[0, 0, 0], to.Length);
        for (int i = 0; i < from.Length; i += Side * Side)
            Turn(from.AsSpan(i, Side * Side), flat.Slice(i, Side * Side), context.Random);
        return batch with { X = to };
    }

    /// <summary>A flip from left to right, or none, and a shift by up to two pixels.</summary>
    private static void Turn(ReadOnlySpan<float> from, Span<float> to, Random random)
    {
        bool flips = random.Next(2) == 0;
        int down = random.Next(-2, 3);
        int right = random.Next(-2, 3);
        to.Clear();
        for (int row = Math.Max(0, down); row < Math.Min(Side, Side + down); row++)
        for (int column = Math.Max(0, right); column < Math.Min(Side, Side + right); column++)
        {
            int source = column - right;
            to[row * Side + column] = from[(row - down) * Side + (flips ? Side - 1 - source : source)];
        }
    }
}

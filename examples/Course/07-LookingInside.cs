using System.Numerics.Tensors;
using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Layers;

namespace Course;

/// <summary>What a convolution has learned: its filters, and what they make of an image, as pictures.</summary>
internal static class LookingInside
{
    private const int Scale = 8;

    public static void Run(bool quick)
    {
        Utils.SetRandomSeed(1);
        var (train, test) = Mnist.Load();
        int count = quick ? 500 : 20_000;
        Input image = new(28, 28) { Name = "image" };
        var maps = image
            .Apply(new Rescaling(1.0 / 255))
            .Apply(new Reshape(28, 28, 1))
            .Apply(new Conv2D(16, 5, activation: "relu", name: "conv"));
        var digit = maps.Apply(new MaxPooling2D(2)).Apply(new Flatten()).Apply(new Dense(10, activation: "softmax"));
        using var model = new Model(image, digit);
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(train.X[..count, .., ..], train.Y[..count], batchSize: 128, epochs: quick ? 1 : 3, verbose: 2);

        var kernel = ((Conv2D)model.GetLayer("conv")).Kernel!.GetValue();
        WriteGrid("filters.png", 16, 5, (f, i, j) => kernel[i, j, 0, f]);

        // A second model that ends where the first one's feature maps are; it shares the layers.
        using var inside = new Model(image, maps);
        var seen = inside.Predict(test.X[..1, .., ..]);
        WriteGrid("feature-maps.png", 16, 24, (f, i, j) => seen[0, i, j, f]);
        Console.WriteLine("filters.png and feature-maps.png were written.");
    }

    /// <summary>Square pictures side by side, four in a row, each from its least number (black) to its greatest (white).</summary>
    private static void WriteGrid(string path, int count, int side, Func<int, int, int, float> value)
    {
        int cell = side * Scale + 4;
        int width = 4 * cell;
        int height = (count + 3) / 4 * cell;
        var pixels = new byte[width * height];
        for (int f = 0; f < count; f++)
        {
            var numbers = new float[side * side];
            for (int k = 0; k < numbers.Length; k++)
                numbers[k] = value(f, k / side, k % side);
            float least = numbers.Min();
            float range = Math.Max(1e-6f, numbers.Max() - least);
            for (int y = 0; y < side * Scale; y++)
            for (int x = 0; x < side * Scale; x++)
            {
                float number = numbers[y / Scale * side + x / Scale];
                pixels[(f / 4 * cell + y) * width + f % 4 * cell + x] = (byte)(255 * (number - least) / range);
            }
        }
        PngFile.Write(path, pixels, height, width, channels: 1);
    }
}

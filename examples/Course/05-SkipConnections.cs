using Kerasharp;
using Kerasharp.Datasets;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Course;

/// <summary>A deep narrow network with and without a way around each pair of layers: without, the gradient fades before it arrives.</summary>
internal static class SkipConnections
{
    public static void Run(bool quick)
    {
        var (train, test) = Digits.Load();
        foreach (bool skips in (bool[])[false, true])
        {
            Utils.SetRandomSeed(1);
            using var model = Build(blocks: quick ? 6 : 15, skips);
            model.Compile(new Adam(0.002), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
            var history = model.Fit(train.X, train.Y, batchSize: 64, epochs: quick ? 2 : 20, verbose: 0);
            double accuracy = model.Evaluate(test.X, test.Y, verbose: 0)["accuracy"];
            Console.WriteLine(
                FormattableString.Invariant(
                    $"{(skips ? "with" : "without")} skip connections: loss {history["loss"][0]:F4} at first, {history["loss"][^1]:F4} at last, test accuracy {accuracy:P1}"
                )
            );
        }
    }

    private static Model Build(int blocks, bool skips)
    {
        Input image = new(8, 8, 1);
        var x = image.Apply(new Rescaling(1.0 / 16)).Apply(new Flatten()).Apply(new Dense(32, activation: "tanh"));
        for (int i = 0; i < blocks; i++)
        {
            var y = x.Apply(new Dense(32, activation: "sigmoid"))
                .Apply(new Dense(32, kernelInitializer: new RandomNormal(stddev: 0.1)));
            x = skips ? x + y : y;
        }
        return new Model(image, x.Apply(new Dense(10, activation: "softmax")));
    }
}
